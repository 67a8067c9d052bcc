import AuditNumerics

/// Threads for work that starts outside an audit.
package enum Parallelism {
  /// Runs `work`, which may use so many threads.
  package static func within<Result>(threads: Int, _ work: () throws -> Result) rethrows -> Result {
    try Parallel.$threads.withValue(threads, operation: work)
  }
}
