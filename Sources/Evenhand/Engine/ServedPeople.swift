import AuditData
import AuditMetrics
import AuditNumerics
import AuditStatistics

/// What people of each finest group were served at levels that are judged.
struct ServedPeople {
  /// Requests that keep the level, and all of them, a person each [finest].
  private(set) var samples: [ClusterSample]
  /// People with a request that keeps the level [finest].
  private(set) var keeping: [Int]
  /// The fewest and the most requests of a person; nothing where nobody was served [finest].
  private(set) var requests: [ClosedRange<Double>?]
  /// People who were put back, among those served at such a level [finest].
  private(set) var back: [Proportion]

  /// Nothing without a log.
  init?(_ engine: ListProducer) {
    guard let served = engine.context.served else { return nil }
    let groups = engine.measures.receivers.tuples.count
    var rows = [[Double]](repeating: [], count: groups)
    keeping = Array(repeating: 0, count: groups)
    requests = Array(repeating: nil, count: groups)
    var counts = [(back: Double, all: Double)](repeating: (0, 0), count: groups)
    for user in served.requests.indices where served.requests[user] > 0 {
      let group = engine.measures.receivers.code(of: user)
      rows[group] += [Double(served.kept[user]), Double(served.requests[user])]
      let own = Double(served.requests[user])
      requests[group] = requests[group].map { min($0.lowerBound, own)...max($0.upperBound, own) } ?? own...own
      if served.kept[user] > 0 { keeping[group] += 1 }
      counts[group].all += 1
      if served.isBack[user] { counts[group].back += 1 }
    }
    samples = rows.map { ClusterSample(Matrix(rows: $0.count / 2, columns: 2, elements: $0)) }
    back = counts.map { Proportion(successes: $0.back, trials: $0.all) }
  }
}
