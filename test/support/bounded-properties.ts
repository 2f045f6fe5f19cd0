/**
 * A setup file: properties stop after ten seconds, however slow the machine, and say how far they came. Every run until
 * then has held; a property that did not even finish its first one fails.
 */
import fc, { type RunDetails } from 'fast-check';

const LIMIT_MS = 10_000;

fc.configureGlobal({
  interruptAfterTimeLimit: LIMIT_MS,
  markInterruptAsFailure: false,
  reporter: (run: RunDetails<unknown>) => {
    if (run.failed) throw new Error(fc.defaultReportMessage(run), { cause: run.errorInstance });
    if (!run.interrupted) return;
    const wanted = run.runConfiguration.numRuns ?? 100;
    console.warn(
      `A property was stopped after ${run.numRuns} of ${wanted} runs: ${LIMIT_MS / 1000} s are over.`,
    );
  },
});
