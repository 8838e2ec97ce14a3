import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';

export type NewColumn = {
  readonly name: string;
  readonly colour: string;
  readonly category: ColumnCategory;
};

/** What can be asked of a project. Ids are given by the caller. */
export type ProjectCommand =
  | {
      readonly type: 'CreateProject';
      readonly key: string;
      readonly name: string;
      readonly description: string;
      /** The first columns, in board order. */
      readonly columns: readonly (NewColumn & { readonly columnId: string })[];
    }
  | {
      readonly type: 'ChangeProject';
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly archiveAfterHours?: number | null | undefined;
      /** Somebody with a role in the project; `null`: nobody. */
      readonly leadId?: string | null | undefined;
      readonly dueDateBeforeDone?: boolean | undefined;
      readonly limitsEnforced?: boolean | undefined;
    }
  | { readonly type: 'ArchiveProject' }
  | { readonly type: 'RestoreProject' }
  | { readonly type: 'AttachCompany'; readonly companyId: string }
  | { readonly type: 'DetachCompany'; readonly companyId: string }
  | {
      readonly type: 'AddColumn';
      readonly columnId: string;
      readonly name: string;
      readonly colour: string;
      readonly category: ColumnCategory;
    }
  | {
      readonly type: 'ChangeColumn';
      readonly columnId: string;
      readonly name?: string | undefined;
      readonly colour?: string | undefined;
      readonly category?: ColumnCategory | undefined;
      readonly minimum?: number | null | undefined;
      readonly maximum?: number | null | undefined;
      readonly leadsTo?: readonly string[] | null | undefined;
    }
  | {
      readonly type: 'MoveColumn';
      readonly columnId: string;
      readonly after?: string | undefined;
      readonly before?: string | undefined;
    }
  | { readonly type: 'RemoveColumn'; readonly columnId: string; readonly ticketsTo: string }
  | { readonly type: 'AddTag'; readonly tagId: string; readonly name: string; readonly colour: string }
  | {
      readonly type: 'ChangeTag';
      readonly tagId: string;
      readonly name?: string | undefined;
      readonly colour?: string | undefined;
    }
  | { readonly type: 'RemoveTag'; readonly tagId: string }
  | { readonly type: 'AddTagMember' | 'RemoveTagMember'; readonly tagId: string; readonly userId: string };

export type Command<Type extends ProjectCommand['type']> = Extract<ProjectCommand, { type: Type }>;
