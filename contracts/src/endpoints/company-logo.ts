import { z } from 'zod';
import { Id } from '../values.ts';
import { CommandAnswer, endpoint } from './endpoint.ts';
import { Pass } from './pass.ts';

const OneCompany = z.object({ id: Id });

export const changeCompanyLogo = endpoint({
  name: 'changeCompanyLogo',
  method: 'PUT',
  path: '/api/companies/:id/logo',
  summary: 'Give the company an uploaded image as its logo, or take its logo away',
  tag: 'companies',
  access: 'company.manage',
  params: OneCompany,
  body: z.object({ fileId: Id.nullable() }),
  status: 200,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found', 'unknown_file', 'image_required'],
});

export const getCompanyLogo = endpoint({
  name: 'getCompanyLogo',
  method: 'GET',
  path: '/api/companies/:id/logo',
  summary: 'The company’s logo as it was uploaded, or a WebP picture of at most 320 × 320 pixels',
  tag: 'companies',
  access: 'signed-in',
  carries: 'download',
  params: OneCompany,
  query: z.object({ pass: Pass.optional(), size: z.enum(['full', 'small']).optional() }),
  status: 200,
  response: z.unknown(),
  errors: ['not_found'],
});
