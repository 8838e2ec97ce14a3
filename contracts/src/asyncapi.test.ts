import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { asyncApiDocument } from './asyncapi.ts';
import { eventSchemas } from './events/event.ts';
import { ClientFrame, ServerFrame } from './live.ts';

const document = asyncApiDocument();

describe('the AsyncAPI document', () => {
  test('is valid AsyncAPI 3', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const schema = specs.schemasWithoutId['3.0.0'];
    expect(schema).toBeDefined();
    const validate = ajv.compile(schema as object);
    expect(validate(structuredClone(document)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  test('describes every frame and every event, each in its channel', () => {
    const inChannel = (name: string) => Object.keys(document.channels[name]?.messages ?? {});
    expect(inChannel('live')).toHaveLength(ClientFrame.options.length + ServerFrame.options.length);
    const streams = Object.keys(document.channels).filter((name) => name !== 'live' && name !== 'topic');
    expect(streams.flatMap(inChannel).sort()).toEqual(Object.keys(eventSchemas).sort());
    const relayed = inChannel('topic').map((name) => name.replace('topic.', ''));
    expect(relayed.sort()).toEqual(Object.keys(eventSchemas).sort());
  });

  test('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    for (const to of new Set(references.map(([, path]) => path ?? ''))) {
      const found = to
        .split('/')
        .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document);
      expect(found, to).toBeDefined();
    }
  });
});
