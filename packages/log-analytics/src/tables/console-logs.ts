/** Console lines of Azure Functions; the line is `Message`. Lines of the host and of the worker are mixed. */
export const functionAppLogs = {
  Message: 'string',
  Level: 'string',
  LevelId: 'int',
  Category: 'string',
  EventId: 'int',
  EventName: 'string',
  AppName: 'string',
  FunctionName: 'string',
  FunctionInvocationId: 'string',
  ActivityId: 'string',
  ExceptionDetails: 'string',
  ExceptionMessage: 'string',
  ExceptionType: 'string',
  HostInstanceId: 'string',
  HostVersion: 'string',
  Location: 'string',
  ProcessId: 'int',
  RoleInstance: 'string',
} as const

/** Console lines of App Service; the line is `ResultDescription`. */
export const appServiceConsoleLogs = {
  ResultDescription: 'string',
  Level: 'string',
  Category: 'string',
  ContainerId: 'string',
  Host: 'string',
  OperationName: 'string',
} as const

/** Console lines of Container Apps whose destination is Azure Monitor; the line is `Log`. */
export const containerAppConsoleLogs = {
  Log: 'string',
  Stream: 'string',
  ContainerAppName: 'string',
  ContainerGroupId: 'string',
  ContainerGroupName: 'string',
  ContainerId: 'string',
  ContainerImage: 'string',
  ContainerName: 'string',
  EnvironmentName: 'string',
  JobName: 'string',
  Location: 'string',
  OperationName: 'string',
  RevisionName: 'string',
} as const

/** The same where the destination is Log Analytics; the line is `Log_s`. Of the platform's columns it has but two. */
export const containerAppConsoleLogsCL = {
  TimeGenerated: 'datetime',
  Log_s: 'string',
  Stream_s: 'string',
  ContainerAppName_s: 'string',
  ContainerGroupName_g: 'string',
  ContainerId_s: 'string',
  ContainerImage_s: 'string',
  ContainerName_s: 'string',
  EnvironmentName_s: 'string',
  RevisionName_s: 'string',
  TenantId: 'string',
  Type: 'string',
} as const
