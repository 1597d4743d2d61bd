export { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts'
export type { Delivery } from './store/group-commit.ts'
export { openStore, type Store, type StoreOptions } from './store/store.ts'
export { isStoreError, type StoreError, type StoreErrorCode } from './store/store-error.ts'
