@_exported public import AuditData
@_exported public import AuditEditions
@_exported public import AuditInputs
@_exported public import AuditLedger
@_exported public import AuditMetrics
@_exported public import AuditPolicy
@_exported public import AuditRecord
@_exported public import AuditReport
