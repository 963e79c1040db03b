import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../src/store/schema.ts';

/** A step of a plan as EXPLAIN ANALYZE tells it. */
export interface PlanStep {
  readonly type: string;
  readonly relation: string | undefined;
  readonly index: string | undefined;
  /** Rows that went out of it, over all loops. */
  readonly rows: number;
  readonly ms: number;
  readonly steps: readonly PlanStep[];
}

interface RawStep {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Actual Total Time': number;
  readonly Plans?: readonly RawStep[] | undefined;
}

const STEP: z.ZodType<RawStep> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Actual Total Time': z.number(),
    Plans: z.array(STEP).optional(),
  }),
);
const EXPLAINED = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: STEP })]) })]);

const toStep = (raw: RawStep): PlanStep => ({
  type: raw['Node Type'],
  relation: raw['Relation Name'],
  index: raw['Index Name'],
  rows: raw['Actual Rows'] * raw['Actual Loops'],
  ms: raw['Actual Total Time'] * raw['Actual Loops'],
  steps: (raw.Plans ?? []).filter(isTaken).map(toStep),
});

/** Of a way that the statement leaves aside, no step is ever taken. */
const isTaken = (raw: RawStep): boolean => raw['Actual Loops'] > 0;

/** Every step of a plan that was taken, from the top. */
export const listSteps = (step: PlanStep): readonly PlanStep[] => [step, ...step.steps.flatMap(listSteps)];

/** The plans of all statements that `run` executes, each executed again to be explained. */
export async function explainAll(
  db: Database,
  run: (db: Database) => Promise<unknown>,
): Promise<readonly PlanStep[]> {
  const queries: CompiledQuery[] = [];
  const executor = db.getExecutor();
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      queries.push(executor.compileQuery(toRoot(node), queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await run(db.withPlugin(plugin));
  const plans: PlanStep[] = [];
  for (const query of queries) {
    const explain = `explain (analyze, format json) ${query.sql}`;
    const { rows } = await db.executeQuery(CompiledQuery.raw(explain, [...query.parameters]));
    plans.push(toStep(EXPLAINED.parse(rows)[0]['QUERY PLAN'][0].Plan));
  }
  return plans;
}

const toRoot = (node: RootOperationNode): RootOperationNode => node;
