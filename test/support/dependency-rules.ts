import { posix } from 'node:path';

export interface Source {
  /** From the root of the repository. */
  path: string;
  text: string;
}

/** A room imports only rooms further down, and itself. */
const ROOMS_FROM_TOP = [
  ...['home', 'digests', 'portfolio', 'upcoming', 'hand-overs', 'reminders', 'notifications', 'health'],
  ...['check-ins', 'follow-ups', 'clients', 'preferences', 'calendars', 'people', 'workspaces'],
  ...['slack', 'jobs', 'storage', 'runtime'],
];

const RULES = /(^|[/-])rules\.ts$/;
const STORE = /(^|[/-])store\.ts$/;
const VIEW = /(^|[/-])(view|modal)\.ts$/;
/** What a view may run. The score is pure as a whole. */
const FOR_VIEWS =
  /^src\/(runtime|slack\/(blocks|forms)|health\/score)\/|(^|[/-])(rules|view|modal|form|fields)\.ts$/;
const TYPE_IMPORT = /^import type [^;]*;$/gm;
const TABLES = 'src/storage/tables.ts';
const COMPOSITION = /^src\/(main|app|config)\.ts$/;
const SQL = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|\bsql(<[^`]*>)?`/;

/** What of a package, or of a kind of text, may be where. */
const PLACES: readonly [what: string, found: RegExp, allowed: (path: string) => boolean][] = [
  ['pg', /(from |import\()'pg'/, inRoom('storage')],
  ['BullMQ', /(from |import\()'bullmq'/, inRoom('jobs')],
  ['ioredis', /(from |import\()'ioredis'/, inRoom('jobs')],
  ['Bolt', /(from |import\()'@slack\/(bolt|oauth)'/, inRoom('slack')],
  ['the Web API', /(from |import\()'@slack\/web-api'/, inRoom('slack')],
  ['Kysely', /(from |import\()'kysely(\/[^']*)?'/, (path) => STORE.test(path) || inRoom('storage')(path)],
  ['SQL', SQL, (path) => STORE.test(path) || inRoom('storage')(path)],
  ['what sends', /\bchat\s*\.\s*\w+\(|\bviews\s*\.\s*publish\(/, inRoom('slack/outbound')],
  ['what opens a modal', /\bviews\s*\.\s*(open|push|update)\b/, inRoom('slack/inbound')],
  ['the environment', /process\.env\b/, (path) => path === 'src/main.ts'],
  ['a Web API client of its own', /\bnew WebClient\b/, (path) => path === 'src/slack/connection.ts'],
  ['the machine’s time', /Temporal\.Now\b|\bnew Date\(\)/, (path) => path === 'src/runtime/clock.ts'],
  ['the machine’s time', /\bDate\.now\(/, (path) => /^src\/(slack\/connection|(jobs|storage)\/)/.test(path)],
  [
    'its own format of numbers',
    /toLocaleString\(|Intl\.(NumberFormat|ListFormat)/,
    inRoom('runtime/formats'),
  ],
];

/** What a file does that its place or its kind does not allow, a line each. */
export function violations(source: Source): string[] {
  if (source.path.startsWith('sandbox/')) return outside('sandbox/', source);
  return [...upwards(source), ...misplaced(source)];
}

/** Rapport knows nothing of the sandbox, nor the sandbox of Rapport: only the demo (and what tests them) knows both. */
function outside(house: string, { path, text }: Source): string[] {
  return importsOf(path, text)
    .filter((target) => !target.startsWith(house))
    .map((target) => `${path} imports ${target}`);
}

function upwards(source: Source): string[] {
  const { path, text } = source;
  if (COMPOSITION.test(path)) return outside('src/', source);
  // A column's type is the one of the domain; nothing of the domain runs in storage.
  const code = path === TABLES ? text.replace(/^import type .* from '\.[^']*rules\.ts';$/gm, '') : text;
  const values = new Set(importsOf(path, code.replace(TYPE_IMPORT, '')));
  return importsOf(path, code)
    .filter((target) => !isBelow(path, target) || !isForKind(path, target, values.has(target)))
    .map((target) => `${path} imports ${target}`);
}

function isBelow(path: string, target: string): boolean {
  const [from, to] = [roomOf(path), roomOf(target)].map((room) => ROOMS_FROM_TOP.indexOf(room));
  return from !== undefined && to !== undefined && from >= 0 && to >= from;
}

/** Rules are pure, and views make what is shown from what they are given. */
function isForKind(path: string, target: string, isValue: boolean): boolean {
  if (RULES.test(path)) return RULES.test(target) || target.startsWith('src/runtime/');
  if (VIEW.test(path)) return !STORE.test(target) && (!isValue || FOR_VIEWS.test(target));
  return true;
}

function misplaced({ path, text }: Source): string[] {
  const code = text.replace(/^\s*(\/?\*|\/\/).*$/gm, '');
  return PLACES.filter(([, found, allowed]) => found.test(code) && !allowed(path)).map(
    ([what]) => `${path} holds ${what}`,
  );
}

function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    posix.normalize(posix.join(posix.dirname(path), target)),
  );
}

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function inRoom(room: string): (path: string) => boolean {
  return (path) => path.startsWith(`src/${room}/`);
}
