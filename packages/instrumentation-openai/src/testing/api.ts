/** Why a method of the client has no span of its own; the README says the same. */
type Why =
  /** Goes through a traced method, once for each request. */
  | 'helper'
  /** Runs no generative model. */
  | 'none'
  /** The answer is a receipt: what the model makes comes later, or is kept at the provider. */
  | 'later'
  /** An agent at the provider, whose turns are asked for, followed and counted by separate calls. */
  | 'agent'
  /** Opens or steers a session over WebSocket, WebRTC or telephone, which has the responses. */
  | 'handshake'

/**
 * Every method of the newest client that is not among the endpoints: resource, methods, reason. A new version with a method
 * that is in neither makes the test fail, so that somebody decides about it.
 */
export const UNTRACED: readonly (readonly [resource: string, methods: string, why: Why])[] = [
  ['chat.completions', 'parse runTools stream', 'helper'],
  ['chat.completions', 'retrieve update list delete', 'none'],
  ['chat.completions.messages', 'list', 'none'],
  ['responses', 'parse stream', 'helper'],
  ['responses', 'delete cancel', 'none'],
  ['responses.inputItems', 'list', 'none'],
  ['responses.inputTokens', 'count', 'none'],
  ['conversations', 'create retrieve update delete', 'none'],
  ['conversations.items', 'create retrieve list delete', 'none'],
  ['moderations', 'create', 'none'],
  ['contentProvenanceChecks', 'create', 'none'],
  ['safety.cases', 'retrieve', 'none'],
  ['safety.alerts', 'retrieve', 'none'],
  ['models', 'retrieve list delete', 'none'],
  ['files', 'create retrieve list delete content waitForProcessing', 'none'],
  ['uploads', 'create cancel complete', 'none'],
  ['uploads.parts', 'create', 'none'],
  ['audio.voices', 'create', 'later'],
  ['audio.voices', 'delete', 'none'],
  ['audio.voiceConsents', 'create retrieve update list delete', 'none'],
  ['vectorStores', 'create retrieve update list delete', 'none'],
  [
    'vectorStores.files',
    'create retrieve update list delete createAndPoll poll upload uploadAndPoll content',
    'none',
  ],
  [
    'vectorStores.fileBatches',
    'create retrieve cancel createAndPoll listFiles poll uploadAndPoll',
    'none',
  ],
  ['containers', 'create retrieve list delete', 'none'],
  ['containers.files', 'create retrieve list delete', 'none'],
  ['containers.files.content', 'retrieve', 'none'],
  ['skills', 'create retrieve update list delete', 'none'],
  ['skills.content', 'retrieve', 'none'],
  ['skills.versions', 'create retrieve list delete', 'none'],
  ['skills.versions.content', 'retrieve', 'none'],
  [
    'webhooks',
    'create retrieve update list delete rotateSecret test unwrap verifySignature',
    'none',
  ],
  ['webhooks.eventTypes', 'list', 'none'],
  ['videos', 'create edit extend remix createCharacter', 'later'],
  ['videos', 'retrieve list delete downloadContent getCharacter', 'none'],
  ['batches', 'create', 'later'],
  ['batches', 'retrieve list cancel', 'none'],
  ['fineTuning.jobs', 'create resume', 'later'],
  ['fineTuning.jobs', 'retrieve list cancel listEvents pause', 'none'],
  ['fineTuning.jobs.checkpoints', 'list', 'none'],
  ['fineTuning.checkpoints.permissions', 'create retrieve list delete', 'none'],
  ['fineTuning.alpha.graders', 'run', 'later'],
  ['fineTuning.alpha.graders', 'validate', 'none'],
  ['evals', 'create retrieve update list delete', 'none'],
  ['evals.runs', 'create', 'later'],
  ['evals.runs', 'retrieve list delete cancel', 'none'],
  ['evals.runs.outputItems', 'retrieve list', 'none'],
  ['realtime.clientSecrets', 'create', 'handshake'],
  ['realtime.calls', 'create accept hangup refer reject', 'handshake'],
  ['realtime.translations.clientSecrets', 'create', 'handshake'],
  ['live', 'create', 'handshake'],
  ['live.sessions', 'accept fork hangup refer reject', 'handshake'],
  ['live.sessions', 'downloadRecording', 'none'],
  ['beta.realtime.sessions', 'create', 'handshake'],
  ['beta.realtime.transcriptionSessions', 'create', 'handshake'],
  ['beta.responses', 'delete cancel', 'none'],
  ['beta.responses.inputItems', 'list', 'none'],
  ['beta.responses.inputTokens', 'count', 'none'],
  ['beta.chatkit.sessions', 'create cancel', 'handshake'],
  ['beta.chatkit.threads', 'retrieve list delete listItems', 'none'],
  ['beta.assistants', 'create retrieve update list delete', 'none'],
  ['beta.threads', 'createAndRun createAndRunPoll createAndRunStream', 'agent'],
  ['beta.threads', 'create retrieve update delete', 'none'],
  ['beta.threads.messages', 'create retrieve update list delete', 'none'],
  [
    'beta.threads.runs',
    'create createAndPoll createAndStream poll stream submitToolOutputs submitToolOutputsAndPoll submitToolOutputsStream',
    'agent',
  ],
  ['beta.threads.runs', 'retrieve update list cancel', 'none'],
  ['beta.threads.runs.steps', 'retrieve list', 'none'],
  ['beta.agents', 'create retrieve update list delete', 'none'],
  ['beta.agents.automations', 'create retrieve update list delete pause resume', 'none'],
  ['beta.agents.automations.invocations', 'create', 'agent'],
  ['beta.agents.automations.invocations', 'retrieve list', 'none'],
  ['beta.agents.environments', 'create retrieve list', 'none'],
  ['beta.agents.environments.files', 'create list prepare upload', 'none'],
  ['beta.agents.environments.templates', 'create retrieve update list delete', 'none'],
  ['beta.agents.vaults', 'create retrieve update list delete', 'none'],
  ['beta.agents.vaults.credentials', 'create retrieve update list delete', 'none'],
  ['beta.agents.sessions', 'create stream', 'agent'],
  ['beta.agents.sessions', 'retrieve update list delete', 'none'],
  ['beta.agents.sessions.events', 'create stream', 'agent'],
  ['beta.agents.sessions.artifacts', 'retrieve list delete content forResult', 'none'],
  ['beta.agents.sessions.items', 'list', 'none'],
  ['beta.agents.sessions.subagents', 'retrieve list', 'none'],
  ['beta.agents.sessions.subagents.items', 'list', 'none'],
  ['beta.agents.sessions.subagents.turns', 'retrieve list', 'none'],
  ['beta.agents.sessions.subagents.turns.items', 'list', 'none'],
  ['beta.agents.sessions.traces', 'list', 'none'],
  ['beta.agents.sessions.turns', 'retrieve list', 'none'],
  ['beta.agents.sessions.turns.items', 'list', 'none'],
  // Of an organisation: keys, users, roles, limits, certificates, usage.
  ['admin', '*', 'none'],
]
