import type { ActFailure, Screen } from '../protocol.ts';
import { renderScreen } from './render-text.ts';

/** An act that was impossible or refused. The message ends with what was on the screen. */
export class ActRefused extends Error {
  readonly failed: ActFailure;
  readonly screen: Screen;

  constructor(failed: ActFailure, message: string, screen: Screen) {
    super(`${message}\n--- ${screen.me.realName} sees:\n${renderScreen(screen)}`);
    this.failed = failed;
    this.screen = screen;
  }
}
