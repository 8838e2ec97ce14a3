import { z } from 'zod';
import { ColumnCategory } from '../kinds.ts';
import {
  ArchiveAfterHours,
  Colour,
  ColumnName,
  Id,
  ProjectKey,
  ProjectName,
  Rank,
  Summary,
  TagName,
} from '../values.ts';

/** Events of `project-{id}`: the project, its board columns, tags, companies and archiving policy. */
export const projectEvents = {
  ProjectCreated: z.object({ key: ProjectKey, name: ProjectName, description: Summary }),
  ProjectDetailsChanged: z.object({ name: ProjectName, description: Summary }),
  CompanyAttached: z.object({ companyId: Id }),
  CompanyDetached: z.object({ companyId: Id }),
  BoardColumnAdded: z.object({
    columnId: Id,
    name: ColumnName,
    colour: Colour,
    category: ColumnCategory,
    rank: Rank,
  }),
  BoardColumnChanged: z.object({ columnId: Id, name: ColumnName, colour: Colour, category: ColumnCategory }),
  BoardColumnMoved: z.object({ columnId: Id, rank: Rank }),
  TagAdded: z.object({ tagId: Id, name: TagName, colour: Colour }),
  TagChanged: z.object({ tagId: Id, name: TagName, colour: Colour }),
  TagRemoved: z.object({ tagId: Id }),
  ArchivingPolicyChanged: z.object({ archiveAfterHours: ArchiveAfterHours }),
  /** Closes a stream whose creation stopped half-way, so that its reserved key can be taken over. */
  ProjectAbandoned: z.object({ takenOverBy: Id }),
} as const;
