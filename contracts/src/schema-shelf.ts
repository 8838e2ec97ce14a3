import { z } from 'zod';
import { CommandAnswer } from './endpoints/endpoint.ts';
import { Problem } from './errors.ts';
import * as kinds from './kinds.ts';
import * as values from './values.ts';
import * as views from './views.ts';

export type Json = { readonly [key: string]: unknown };

/** The schemas that have a name in the contracts, each described once and referred to by that name. */
export class SchemaShelf {
  readonly named: Record<string, Json> = {};
  readonly #names = z.registry<Record<string, unknown>>();

  constructor() {
    const contracts = { ...kinds, ...values, ...views, CommandAnswer, Problem };
    for (const [id, schema] of Object.entries(contracts)) {
      if (schema instanceof z.ZodType) this.#names.add(schema, { ...schema.meta(), id });
    }
  }

  /** A schema for the document; the named ones in it are put on the shelf. */
  refer(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs,
      ...json
    } = z.toJSONSchema(schema, {
      io,
      metadata: this.#names,
      target: 'draft-2020-12',
      // Answers may gain fields; a client that was generated from this document must not refuse them.
      override: ({ jsonSchema }) => {
        if (io === 'output') delete jsonSchema.additionalProperties;
      },
    });
    for (const [name, described] of Object.entries($defs ?? {})) this.#put(name, referring(described));
    return referring(json);
  }

  #put(name: string, described: Json): void {
    const before = this.named[name];
    // What is sent and what is answered would need a name each.
    if (before && JSON.stringify(before) !== JSON.stringify(described)) {
      throw new Error(`${name} looks different in a request than in an answer: give it two names`);
    }
    this.named[name] = described;
  }
}

/** zod refers inside one schema; in the document every named schema stands in `components`. */
function referring(json: object): Json {
  // Only names of schemas follow this prefix, and JSON in gives JSON out.
  return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
