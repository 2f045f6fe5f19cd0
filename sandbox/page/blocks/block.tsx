import type { ActionsBlock, ContextBlock, SectionBlock } from '@slack/types';
import type { ReactNode } from 'react';
import { InlineText, plainText, Text } from '../text/text.tsx';
import { ChartBox } from './chart.tsx';
import { DataTable, PlainTable } from './data-table.tsx';
import { BlockElement } from './element.tsx';
import { ImageBox } from './image.tsx';
import { InputBox } from './input.tsx';
import { RichText } from './rich-text.tsx';
import { useSurface } from './surface.ts';
import type { AnyBlock } from './types.ts';

export function Blocks({ blocks }: { blocks: readonly AnyBlock[] }): ReactNode {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <BlockBox key={block.block_id ?? `${block.type}${index}`} block={block} />
      ))}
    </div>
  );
}

function BlockBox({ block }: { block: AnyBlock }): ReactNode {
  const { where } = useSurface();
  switch (block.type) {
    case 'header': {
      const Heading = where.in === 'message' ? 'h4' : 'h3';
      return <Heading className="block-header">{plainText(block.text)}</Heading>;
    }
    case 'section':
      return <Section block={block} />;
    case 'context':
      return <Context block={block} />;
    case 'actions':
      return <Actions block={block} />;
    case 'input':
      return <InputBox block={block} />;
    case 'divider':
      return <hr className="block-divider" />;
    case 'image':
      return (
        <figure className="block-image">
          {block.title && <figcaption>{plainText(block.title)}</figcaption>}
          <ImageBox image={block as { alt_text: string; image_url?: string }} />
        </figure>
      );
    case 'rich_text':
      return <RichText block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'table':
      return <PlainTable rows={block.rows} />;
    case 'data_visualization':
      return <ChartBox block={block} />;
    case 'markdown':
      return <p className="plain">{block.text}</p>;
    case 'alert':
      return (
        <div className={`block-alert ${block.level ?? 'default'}`} role="note">
          <Text text={block.text} />
        </div>
      );
    default:
      return <p className="not-drawn">The sandbox does not draw “{block.type}” blocks yet.</p>;
  }
}

function Section({ block }: { block: SectionBlock }): ReactNode {
  return (
    <div className="block-section">
      <div className="section-text">
        {block.text && <Text text={block.text} />}
        {block.fields && (
          <div className="section-fields">
            {block.fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no identity but their place.
              <div key={index}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && (
        <div className="section-accessory" data-kind={accessoryKind(block.accessory.type)}>
          <BlockElement
            element={block.accessory}
            blockId={block.block_id ?? ''}
            naming={accessoryNaming(block)}
          />
        </div>
      )}
    </div>
  );
}

function accessoryKind(type: string): 'wide' | 'list' | 'small' {
  if (type === 'checkboxes' || type === 'radio_buttons') return 'list';
  return /select|picker/.test(type) ? 'wide' : 'small';
}

/** A control without a label of its own is named after the text beside it. */
function accessoryNaming(block: SectionBlock): { label?: string } {
  const { accessory, text } = block;
  if (!accessory || !text || accessory.type === 'button' || accessory.type === 'image') return {};
  if ('placeholder' in accessory && accessory.placeholder) return {};
  return { label: plainText(text).replace(/[*_~`]/g, '') };
}

function Context({ block }: { block: ContextBlock }): ReactNode {
  return (
    <div className="block-context">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: context elements have no identity but their place.
          <ImageBox key={index} image={element} small />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: context elements have no identity but their place.
          <span key={index}>
            <InlineText text={element} />
          </span>
        ),
      )}
    </div>
  );
}

function Actions({ block }: { block: ActionsBlock }): ReactNode {
  return (
    <div className="block-actions">
      {block.elements.map((element, index) => (
        <BlockElement
          key={element.action_id ?? `${element.type}${index}`}
          element={element}
          blockId={block.block_id ?? ''}
        />
      ))}
    </div>
  );
}
