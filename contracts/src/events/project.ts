import { z } from 'zod';
import { ColumnCategory, Metric, Stars } from '../kinds.ts';
import {
  ArchiveAfterHours,
  CalendarDate,
  Colour,
  ColumnName,
  Id,
  ProjectKey,
  ProjectName,
  Rank,
  ReviewWords,
  Summary,
  TagName,
  TargetHours,
  TicketLimit,
} from '../values.ts';

/** Hours by priority: low, medium, high, critical. */
const HoursByPriority = z.object({ 1: TargetHours, 2: TargetHours, 3: TargetHours, 4: TargetHours });

/** Events of `project-{id}`: the project, its board columns, tags, companies and policies. */
export const projectEvents = {
  ProjectCreated: z.object({ key: ProjectKey, name: ProjectName, description: Summary }),
  ProjectDetailsChanged: z.object({ name: ProjectName, description: Summary }),
  ProjectLeadChanged: z.object({ userId: Id.nullable() }),
  /** What a ticket must satisfy before it is done, and whether a full column refuses more. */
  ProjectRulesChanged: z.object({ dueDateBeforeDone: z.boolean(), limitsEnforced: z.boolean() }),
  ProjectArchived: z.object({}),
  ProjectRestored: z.object({}),
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
  /** How many tickets the column should hold. */
  BoardColumnLimited: z.object({ columnId: Id, minimum: TicketLimit, maximum: TicketLimit }),
  /** The columns that it may be left for; `null`: any. */
  BoardColumnTransitionsChanged: z.object({ columnId: Id, leadsTo: z.array(Id).max(100).nullable() }),
  /** Its tickets go to the column named. */
  BoardColumnRemoved: z.object({ columnId: Id, ticketsToColumnId: Id }),
  TagAdded: z.object({ tagId: Id, name: TagName, colour: Colour }),
  TagChanged: z.object({ tagId: Id, name: TagName, colour: Colour }),
  TagRemoved: z.object({ tagId: Id }),
  /** People tagged as a team. */
  TagMemberAdded: z.object({ tagId: Id, userId: Id }),
  TagMemberRemoved: z.object({ tagId: Id, userId: Id }),
  ArchivingPolicyChanged: z.object({ archiveAfterHours: ArchiveAfterHours }),
  /** In what time tickets are to be answered and resolved. */
  ServiceTargetsChanged: z.object({ firstResponseHours: HoursByPriority, resolutionHours: HoursByPriority }),
  /** How a score is made from the metrics: at `poor` a metric gives 0, at `good` 100, between them in proportion. */
  ScoringChanged: z.object({
    metrics: z
      .array(
        z.object({ metric: Metric, weight: z.number().min(0).max(100), poor: z.number(), good: z.number() }),
      )
      .max(Metric.options.length),
  }),
  /** A lead's word on the work of one of the staff. */
  StaffReviewed: z.object({
    reviewId: Id,
    userId: Id,
    from: CalendarDate,
    to: CalendarDate,
    stars: Stars,
    words: ReviewWords,
  }),
  /** Closes a stream whose creation stopped half-way, so that its reserved key can be taken over. */
  ProjectAbandoned: z.object({ takenOverBy: Id }),
} as const;
