import {
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  Transaction,
  type DatabaseConnection,
  type Dialect,
} from "kysely";
import type { Database } from "./schema.ts";

const driver = new DummyDriver();
/** What a transaction is made with; its statements go through its executor, never through these. */
const dialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driver,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};

/**
 * Runs `work` with the same transaction, on which statements that are asked together follow each other without waiting:
 * the query builder's own lets one begin where the one before has its answer. They run in the order in which they were
 * asked. Nothing is under way any more when it returns or throws.
 */
export function pipelined<T>(
  tx: Transaction<Database>,
  work: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const executor = tx.getExecutor();
  return executor.provideConnection(async (connection) => {
    const underWay = new Set<Promise<unknown>>();
    const provideConnection = <R>(use: (connection: DatabaseConnection) => Promise<R>) => {
      const using = use(connection);
      const settled = using.then(forget, forget);
      function forget(): void {
        underWay.delete(settled);
      }
      underWay.add(settled);
      return using;
    };
    try {
      return await work(
        new Transaction<Database>({
          config: { dialect },
          dialect,
          driver,
          executor: executor.withConnectionProvider({ provideConnection }),
        }),
      );
    } finally {
      // Where one failed, others of the same turn may still wait for their answers.
      while (underWay.size > 0) await Promise.all(underWay);
    }
  });
}
