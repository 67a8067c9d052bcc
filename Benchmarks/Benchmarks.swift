import AuditData
import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times the kernels alone, each on data that it makes itself, and says what memory the whole process took.
@main
enum Benchmarks {
  private static let usage = """
    usage: _Benchmarks poisson [CLUSTERS COMPONENTS REPLICATES THREADS]
           _Benchmarks multinomial [CELLS REPLICATES]
           _Benchmarks decisions FILE THREADS
           _Benchmarks lists PREFIX THREADS
           _Benchmarks groups [COUNT THREADS METHOD]
    """

  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    func number(_ index: Int, _ usual: Int) -> Int { words.count > index ? Int(words[index]) ?? usual : usual }
    switch words.first {
    case "poisson": poisson(number(1, 1_000_000), number(2, 16), number(3, 1_000), threads: number(4, 2))
    case "multinomial": multinomial(cells: number(1, 72), replicates: number(2, 1_000))
    case "decisions" where words.count > 1: decisions(words[1], threads: number(2, 2))
    case "lists" where words.count > 1: lists(words[1], threads: number(2, 2))
    case "groups":
      Parallel.$threads.withValue(number(2, 1)) {
        GroupBenchmarks.run(number(1, 1_000), only: words.count > 3 ? words[3] : nil, report: report)
      }
    default:
      print(usage)
      exit(2)
    }
  }

  /// Clusters that arrive a few thousand at a time, with whole numbers from 0 to 7 as numpy's counterpart has them.
  private static func poisson(_ clusters: Int, _ components: Int, _ replicates: Int, threads: Int) {
    var stream = CounterStream(seed: 1, stream: 0, replicate: 0)
    var bootstrap = PoissonClusterBootstrap(dimension: components, replicates: replicates, seed: 1)
    report("poisson \(clusters) × \(components) × \(replicates), \(threads) threads") {
      Parallel.$threads.withValue(threads) {
        for first in stride(from: 0, to: clusters, by: 8_192) {
          let count = min(8_192, clusters - first)
          let elements = (0..<count * components).map { _ in Double(stream.next() & 7) }
          bootstrap.absorb(
            Matrix(rows: count, columns: components, elements: elements),
            identities: (first..<first + count).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 })
        }
      }
      let first = bootstrap.means.compactMap { $0?.first }
      return Percentile.interval(of: first, confidence: 0.95).map { "\($0.lower) to \($0.upper)" } ?? "-"
    }
  }

  private static func multinomial(cells: Int, replicates: Int) {
    let counts = (0..<cells).map { Double(1_000 + 37 * $0) }
    report("multinomial \(cells) × \(replicates)") {
      let bootstrap = MultinomialBootstrap(counts: counts, replicates: replicates, seed: 1)
      return "\(bootstrap.block(0..<replicates).elements.reduce(0, +))"
    }
  }

  /// A file as scripts/bench-peers makes it.
  private static func decisions(_ path: String, threads: Int) {
    let columns = DecisionColumns(
      InputTable([InputFile(path)]),
      labels: DecisionLabels(decision: "y_pred", favourable: ["1"], outcome: "y_true", positive: ["1"]),
      groups: [GroupColumn(name: "gender"), GroupColumn(name: "race")])
    report("decisions, \(threads) threads") {
      do {
        let tally = try DecisionSource(columns: columns).tally(threads: threads)
        return "\(tally.reading.rows.received) rows"
      } catch {
        return "\(error)"
      }
    }
  }

  /// Tables as scripts/bench-peers makes them: NDCG by gender, exposure by provider.
  private static func lists(_ prefix: String, threads: Int) {
    func table(_ name: String) -> InputTable { InputTable([InputFile("\(prefix)_\(name).csv")]) }
    let columns = ListColumns(
      lists: ListColumns.Lists(table("lists"), user: "user", item: "item", rank: "rank"),
      users: ListColumns.Users(table("users"), id: "user", groups: [GroupColumn(name: "gender")]),
      items: ListColumns.Items(table("items"), id: "item", groups: [ItemGroupColumn(GroupColumn(name: "provider"))]),
      relevance: ListColumns.Relevance(table("relevant"), user: "user", item: "item"), depth: 20)
    report("lists, \(threads) threads") {
      do {
        let tables = try ListSource(columns: columns).tables(threads: threads)
        let measures = ListMeasures(
          context: tables.context, metrics: ["ndcg", "exposure"], attention: .logarithmic, tail: 0.2, targets: [nil])
        return "\(try tables.lists(for: measures).summary?.lists ?? 0) lists"
      } catch {
        return "\(error)"
      }
    }
  }

  private static func report(_ name: String, _ body: () -> String) {
    let clock = ContinuousClock()
    var result = ""
    let time = clock.measure { result = body() }
    var usage = rusage()
    // RUSAGE_SELF, whose type differs between C libraries.
    getrusage(0, &usage)
    print("\(name): \(time), \(usage.ru_maxrss / 1024) MiB, \(result)")
  }
}
