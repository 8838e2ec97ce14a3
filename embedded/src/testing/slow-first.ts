import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that start a whole system go first, the largest of them before the others: a worker that begins one of them last
 * would go on alone while the other has nothing left to do.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWhole = ({ moduleId }: TestSpecification) => moduleId.includes('/e2e/');
    return [...sorted.filter(isWhole), ...sorted.filter((file) => !isWhole(file))];
  }
}
