/**
 * Slack's limits, in UTF-16 units. Source: docs.slack.dev, "Block Kit reference" and "Modals". `tableRows` do not count the
 * header; `messageCells` is the text of all cells of a message.
 */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  sectionText: 3000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  optionDescription: 75,
  placeholder: 150,
  options: 100,
  viewTitle: 24,
  privateMetadata: 3000,
  inputText: 3000,
  messageText: 4000,
  messageCharts: 2,
  chartTitle: 50,
  chartLabel: 20,
  chartSeries: 6,
  chartPoints: 20,
  tableRows: 100,
  tableColumns: 20,
  tablePage: 100,
  messageCells: 10_000,
} as const;
