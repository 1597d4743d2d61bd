export { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts'
export { openStore, type Delivery, type Store, type StoreOptions } from './store/store.ts'
export { isStoreError, type StoreError, type StoreErrorCode } from './store/store-error.ts'
