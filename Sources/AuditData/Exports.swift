@_exported public import AuditInputs
