/** What is bundled cannot be watched: these stay packages, loaded by Node. */
export default {
  serverExternalPackages: ['openai', '@kansoku/core', '@kansoku/azure-monitor'],
}
