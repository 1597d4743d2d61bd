import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DuckDBInstance } from '@duckdb/node-api'
import { onTestFinished } from 'vitest'

import { startWorkbench, type Workbench, type WorkbenchOptions } from '../workbench.ts'

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kansoku-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A workbench on a free port and in a folder of its own, closed at the end of the test. */
export async function testWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const workbench = await startWorkbench({ port: 0, data: temporaryFolder(), ...options })
  onTestFinished(async () => workbench.close())
  return workbench
}

/** The same for all tests of a file, which close it. */
export async function openedWorkbench(): Promise<{
  workbench: Workbench
  close: () => Promise<void>
}> {
  const data = mkdtempSync(join(tmpdir(), 'kansoku-'))
  const workbench = await startWorkbench({ port: 0, data })
  return {
    workbench,
    close: async () => {
      await workbench.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Posts to the ingestion endpoint: status and answer. */
export async function post(
  url: string,
  body: string | Buffer | unknown[],
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/v2.1/track`, {
    method: 'POST',
    body: Array.isArray(body) ? JSON.stringify(body) : new Uint8Array(Buffer.from(body)),
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: response.status, body: await response.json() }
}

/** Cells of a stored file that no process has open. */
export async function readStore(file: string, sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
