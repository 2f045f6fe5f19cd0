import { z } from 'zod';
import * as fields from './elements.ts';
import * as menus from './menus.ts';

/** Where Block Kit is shown. */
export type Surface = 'message' | 'modal' | 'home';

type Place = 'section' | 'actions' | 'input';

const EVERYWHERE: Surface[] = ['message', 'modal', 'home'];
const ANY_BLOCK: Place[] = ['section', 'actions', 'input'];

/** Slack's page "Block elements": in which blocks, and on which surfaces, each interactive element is allowed. */
const PLACES = [
  { element: fields.button, within: ['section', 'actions'], on: EVERYWHERE },
  { element: fields.workflowButton, within: ['section', 'actions'], on: ['message'] },
  { element: fields.overflow, within: ['section', 'actions'], on: EVERYWHERE },
  { element: fields.imageElement, within: ['section'], on: EVERYWHERE },
  { element: fields.datepicker, within: ANY_BLOCK, on: EVERYWHERE },
  { element: fields.timepicker, within: ANY_BLOCK, on: EVERYWHERE },
  { element: fields.datetimepicker, within: ['actions', 'input'], on: ['message', 'modal'] },
  { element: fields.plainTextInput, within: ['input'], on: EVERYWHERE },
  { element: fields.emailInput, within: ['input'], on: ['modal'] },
  { element: fields.urlInput, within: ['input'], on: ['modal'] },
  { element: fields.numberInput, within: ['input'], on: ['modal'] },
  { element: fields.fileInput, within: ['input'], on: ['modal'] },
  { element: fields.richTextInput, within: ['actions', 'input'], on: ['modal', 'home'] },
  { element: menus.radioButtons, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.checkboxes, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.staticSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.externalSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.usersSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.conversationsSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.channelsSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.multiStaticSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.multiExternalSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.multiUsersSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.multiConversationsSelect, within: ANY_BLOCK, on: EVERYWHERE },
  { element: menus.multiChannelsSelect, within: ANY_BLOCK, on: EVERYWHERE },
] satisfies { element: z.ZodObject; within: Place[]; on: Surface[] }[];

/** A schema for the elements that are allowed in such a block on such a surface. */
export function elementIn(place: Place, surface: Surface): z.ZodType {
  const fitting = PLACES.filter(
    (row) => row.within.includes(place as never) && row.on.includes(surface as never),
  );
  const [first, ...rest] = fitting.map((row): z.ZodObject => row.element);
  if (!first) throw new Error(`No element is allowed in ${place} on ${surface}`);
  return z.discriminatedUnion('type', [first, ...rest]);
}
