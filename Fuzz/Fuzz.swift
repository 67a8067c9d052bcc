import Evenhand

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Feeds broken inputs to every reader: `_Fuzz KIND FIRST COUNT CHECKOUT SCRATCH`.
///
/// Whatever comes in, a reader answers or refuses; a trap ends this process and leaves the input in SCRATCH. An input that
/// takes longer than ten seconds ends it too. Nothing that was changed may be called final.
@main
struct Fuzz {
  static func main() async {
    let words = CommandLine.arguments
    guard words.count == 6, let kind = Kind(rawValue: words[1]), let first = UInt64(words[2]),
      let count = UInt64(words[3])
    else {
      print("usage: _Fuzz \(Kind.allCases.map(\.rawValue).joined(separator: "|")) FIRST COUNT CHECKOUT SCRATCH")
      exit(2)
    }
    do {
      let seeds = try kind.seeds(in: words[4])
      let numbers = kind == .numbers ? NumberMutation(seeds) : nil
      var target = try Target(kind: kind, checkout: words[4], scratch: words[5])
      var answered = 0
      for number in first..<(first + count) {
        let input =
          numbers?.mutated(number)
          ?? (kind == .parquet ? Mutation.inPlace(seeds, number: number) : Mutation.mutated(seeds, number: number))
        try Files.write(input, to: "\(words[5])/input-\(kind)")
        alarm(10)
        if try await target.answers(input) { answered += 1 }
        alarm(0)
      }
      print("\(kind): \(count) inputs, \(answered) answered, \(count - UInt64(answered)) refused")
    } catch {
      print("\(kind): \(error)")
      exit(1)
    }
  }
}

/// What is fuzzed.
enum Kind: String, CaseIterable {
  case decisions, groups, lists, parquet, arrow, start, plan, record, numbers, event, signers, ledger

  /// Whole inputs to begin from.
  func seeds(in checkout: String) throws -> [[UInt8]] {
    let compatibility = "Tests/Compatibility/0.1.0"
    let events = (1...8).map { "\(compatibility)/life-signed/signoffs/000\($0).json" }
    let paths =
      switch self {
      case .decisions: ["Fuzz/seeds/decisions.csv", "datasets/berkeley-admissions-1973/admissions.csv"]
      case .groups: ["Fuzz/seeds/groups.csv"]
      case .lists: ["Fuzz/seeds/lists.csv"]
      case .parquet:
        [
          "decisions-pyarrow-v1-none-plain", "decisions-pyarrow-v1-overflowing", "decisions-pyarrow-v1-deltas",
          "decisions-pyarrow-v2-deltas", "decisions-pyarrow-v2-gzip-dictionary", "decisions-pyarrow-v2-pages",
          "decisions-polars-uncompressed", "decisions-polars-lz4", "decisions-polars-zstd",
          "decisions-duckdb-v1-snappy", "decisions-duckdb-v2-uncompressed",
        ].map { "Tests/Reference/parquet/\($0).parquet" }
      case .arrow:
        [
          "pyarrow.arrows", "pyarrow-nested.arrows", "pyarrow-coded-int8.arrows", "pyarrow-deltas.arrow",
          "pyarrow-replaced.arrows", "pyarrow-views-zstd.arrows", "pyarrow-lz4.arrows", "polars.arrows",
          "polars-zstd.arrow", "feather.feather",
        ].map { "Tests/Reference/arrow/\($0)" }
      case .start:
        ["Fuzz/seeds/decisions.csv", "datasets/berkeley-admissions-1973/admissions.csv", "Fuzz/seeds/lists.csv"]
      case .plan:
        [
          "datasets/berkeley-admissions-1973/evenhand.yaml", "datasets/compas-two-year/evenhand.yaml",
          "datasets/job-recommendations/evenhand.yaml", "Fuzz/seeds/groups.yaml",
          "\(compatibility)/decisions-signed/plan.yaml",
          "\(compatibility)/lists-signed/plan.yaml",
        ]
      case .record, .numbers:
        [
          "reports/berkeley-admissions-1973/record.json", "Fuzz/seeds/lists-record.json",
          "Fuzz/seeds/small-groups-record.json", "\(compatibility)/decisions-signed/record.json",
        ]
      case .event: events
      case .signers: ["\(compatibility)/life-signed/allowed_signers", "Fuzz/seeds/signers"]
      case .ledger: events + events.map { $0 + ".sig" }
      }
    return try paths.map { try Files.read("\(checkout)/\($0)") }
  }
}

/// One kind of reader.
struct Target {
  let kind: Kind
  private let scratch: String
  private var plan: Plan?
  /// The events of a ledger that is final, with their signatures.
  private var entries: [(bytes: [UInt8], signature: [UInt8])] = []
  private var bundle: Bundle

  init(kind: Kind, checkout: String, scratch: String) throws {
    (self.kind, self.scratch) = (kind, scratch)
    bundle = Bundle(folder: "\(scratch)/bundle")
    switch kind {
    case .decisions, .groups, .lists, .parquet, .arrow:
      let text = try Files.read("\(checkout)/Fuzz/seeds/\(kind).yaml")
      try Files.write(text, to: "\(scratch)/plan.yaml")
      for name in ["users.csv", "items.csv"] where kind == .lists {
        try Files.write(Files.read("\(checkout)/Fuzz/seeds/\(name)"), to: "\(scratch)/\(name)")
      }
      plan = try PlanFile(path: "\(scratch)/plan.yaml").plan
    case .ledger:
      let signed = "\(checkout)/Tests/Compatibility/0.1.0/life-signed"
      try Files.makeFolder(bundle.path("signoffs"))
      for name in Bundle.names where Files.exists("\(signed)/\(name)") {
        try Files.write(Files.read("\(signed)/\(name)"), to: bundle.path(name))
      }
      for name in Files.names(in: "\(signed)/signoffs") {
        try Files.write(Files.read("\(signed)/signoffs/\(name)"), to: bundle.path("signoffs/\(name)"))
      }
      guard try isFinal else { throw Broken("the ledger to begin from is not final") }
    default: break
    }
  }

  private var isFinal: Bool {
    get throws {
      try SignedBundle(bundle, options: .init(now: Moment("2026-11-28T00:00:00Z")!)).state.isFinal
    }
  }

  /// True if the input is taken, false if it is refused in words.
  mutating func answers(_ input: [UInt8]) async throws -> Bool {
    do {
      switch kind {
      case .decisions, .groups, .lists, .parquet, .arrow:
        try Files.write(input, to: "\(scratch)/\(kind)\(kind == .parquet ? "" : ".csv")")
        var options = Audit.Options()
        options.threads = 1 + Int(input.first ?? 0) % 3
        let record = try Audit.run(plan!, folder: scratch, options: options)
        try render(SealedRecord(record))
      case .start: return try start(input)
      case .plan: _ = try PlanReader.read(input, file: "plan.yaml", catalogue: Catalogue.cards)
      case .record, .numbers:
        let sealed = try SealedRecord(parsing: input)
        // `verify` makes the reports of any record again, also of one that does not hold.
        try render(sealed)
        try Confirmation(of: sealed.record).check()
        let judged = Gate.judge(sealed.record, by: sealed.record.requirements)
        renderResult(try SealedRecord(judged))
      case .event: _ = try SignOffEvent(bytes: input)
      case .signers: _ = try AllowedSigners(parsing: input).lookAlikes
      case .ledger: return try ledger(input)
      }
      return true
    } catch  where isRefusal(error) {
      return false
    }
  }

  /// Asks about the input, takes what is proposed and the first columns; what is written must be a plan.
  private func start(_ input: [UInt8]) throws -> Bool {
    try Files.write(input, to: "\(scratch)/start.csv")
    let interview = Interview(GivenAnswers(), person: Nodder(), folder: scratch, threads: 1)
    do { _ = try interview.plan(for: ["start.csv"]) } catch let errors as PlanErrors {
      throw Broken("the plan that was written is none: \(errors)")
    }
    return true
  }

  private func render(_ sealed: SealedRecord) throws {
    _ = HTMLRenderer().render(Report.body(of: sealed))
    _ = MarkdownRenderer().render(Report.body(of: sealed))
    renderResult(sealed)
  }

  private func renderResult(_ sealed: SealedRecord) {
    let result = GateResult(sealed)
    _ = GateText().render(result)
    _ = GateDocument.render(result)
    _ = GateSummary.render(result)
    _ = GitHubCommands.render(result)
    _ = CodeQualityReport.render(result)
    _ = JUnitReport.render(result)
    _ = SARIFLog.render(result, listsAll: true)
    _ = OpenMetricsText.render(result)
  }

  /// Puts the input in the place of a file of the ledger; anything but the file itself must keep the audit from being final.
  private func ledger(_ input: [UInt8]) throws -> Bool {
    let names = Files.names(in: bundle.path("signoffs")).filter { !$0.hasPrefix(".") }
    let name = bundle.path("signoffs/\(names[Int(input.reduce(0) { $0 &+ UInt64($1) } % UInt64(names.count))])")
    let kept = try Files.read(name)
    try Files.write(input, to: name)
    defer { try? Files.write(kept, to: name) }
    if input != kept, try isFinal { throw Broken("a changed \(name) is called final") }
    return input == kept
  }

  private func isRefusal(_ error: any Error) -> Bool { !(error is Broken) }
}

/// Takes every proposal; where there is none, the first word that the question offers.
final class Nodder: Answering {
  let canAnswer = true
  private var left = 40

  func show(_ text: String) {}

  func answer(_ question: String) -> String? {
    left -= 1
    guard left > 0 else { return nil }
    if question.hasSuffix("]: ") { return "" }
    let offered = question.split(separator: "?").last?.split(separator: " ").first ?? ""
    return question.hasSuffix("? ") || offered.isEmpty
      ? ["sex", "race", "department", "item"][left % 4] : String(offered)
  }
}

/// What must not happen.
struct Broken: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
