import type { ActFailure, Screen } from '../protocol.ts';
import { renderScreen } from './render-text.ts';

/** An act that could not be done or was refused; the message ends with what was on the screen. */
export class ActRefused extends Error {
  readonly failed: ActFailure;
  readonly screen: Screen;

  constructor(failed: ActFailure, message: string, screen: Screen) {
    super(`${message}\n--- ${screen.me.realName} sees:\n${renderScreen(screen)}`);
    this.failed = failed;
    this.screen = screen;
  }
}
