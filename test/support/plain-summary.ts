import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Names every skipped test with its reason, and ends the process's output with `N passed, N failed, N skipped` alone
 * on a line, for CI to read. A file that cannot be loaded and an error outside any test each count as a failure.
 */
export class PlainSummary implements Reporter {
  #lines: string[] = [];
  #atExit = false;

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const unloaded = modules.filter(
      (module) => !module.ok() && [...module.children.allTests('failed')].length === 0,
    );
    const failed = count('failed') + unloaded.length + unhandledErrors.length;
    const skipped = tests.flatMap((test) => {
      const result = test.result();
      if (result.state !== 'skipped') return [];
      return `skipped: ${test.module.relativeModuleId}: ${test.fullName}${result.note ? ` (${result.note})` : ''}`;
    });
    this.#lines = [...skipped, `${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`];
    if (!this.#atExit) process.once('exit', () => writeSync(1, `${this.#lines.join('\n')}\n`));
    this.#atExit = true;
  }
}
