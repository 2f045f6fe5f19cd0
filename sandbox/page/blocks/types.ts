import type {
  ActionsBlockElement,
  ImageElement,
  InputBlockElement,
  KnownBlock,
  RawNumberElement,
  RawTextElement,
  RichTextBlock,
} from '@slack/types';

export type AnyElement = ActionsBlockElement | InputBlockElement | ImageElement;

export interface Segment {
  label: string;
  value: number;
}

export interface Series {
  name: string;
  data: Segment[];
}

export type Chart =
  | { type: 'pie'; segments: Segment[] }
  | {
      type: 'line' | 'bar' | 'area';
      series: Series[];
      axis_config: { categories: string[]; x_label?: string; y_label?: string };
    };

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block: @slack/types does not have it yet. */
export interface DataVisualizationBlock {
  type: 'data_visualization';
  block_id?: string;
  title: string;
  chart: Chart;
}

export type AnyBlock = KnownBlock | DataVisualizationBlock;

export type TableCell = RawTextElement | RawNumberElement | RichTextBlock;
