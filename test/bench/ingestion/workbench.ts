import { startWorkbench } from 'kansoku'

const workbench = await startWorkbench({ port: 0, data: process.argv[2] ?? '.kansoku', warm: true })
console.log(workbench.url)
process.once('SIGTERM', () => {
  void workbench.close()
})
