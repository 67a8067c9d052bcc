import AuditData
import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics

/// Computes values that are known from outside on this processor, with its libraries, and says which come out.
package enum SelfCheck {
  /// A known value and what was found.
  package struct Value: Sendable, Hashable {
    /// What it is.
    package let name: String
    /// What it should be.
    package let expected: Double
    /// What it is here; nil where nothing came out.
    package let found: Double?

    init(_ name: String, _ expected: Double, _ found: Double?) {
      (self.name, self.expected, self.found) = (name, expected, found)
    }

    /// Whether both agree within 1e-9, relative, and 1e-12 at 0.
    package var agrees: Bool {
      guard let found else { return false }
      return abs(found - expected) <= max(Closeness.relative * abs(expected), Closeness.absolute)
    }
  }

  /// Every value: the worked examples of the catalogue that arrays can serve, and distributions and intervals.
  package static var values: [Value] { decisions + scores + lists + distributions + intervals }

  /// What was found, a line for each value that differs, and one for all.
  package static func words(_ values: [Value], instructions: String) -> [String] {
    let odd = values.filter { !$0.agrees }.map { value in
      "✕ \(value.name): \(CanonicalNumber.text(value.expected)) is known, and here it is "
        + (value.found.map { CanonicalNumber.text($0) } ?? "nothing")
    }
    let count = values.count { $0.agrees }
    return odd + [
      "evenhand \(Version.current) \(instructions): \(count) of \(values.count) known values agree within 1e-9."
    ]
  }

  /// What this processor is taken for.
  package static var instructions: String {
    #if arch(arm64)
      let family = "arm64"
    #else
      let family = "x86_64"
    #endif
    return "on \(family) with instructions for \(LinearAlgebra.processor)"
  }

  // MARK: the catalogue

  private static var decisions: [Value] {
    Catalogue.all.flatMap { metric -> [Value] in
      guard !metric.card.needs.contains(.strata) else { return [] }
      let id = metric.card.id
      switch metric.kind {
      case .rate(let rate): return proportions(id, rate.example)
      case .mapped(let mapped): return proportions(id, mapped.example)
      case .function(let function):
        return function.example.map { example in values(id, example.values, found(id, example.rows, times: 100)) } ?? []
      case .composite(let composite):
        let result = try? rates(composite.example.rows).compare(
          id, across: ["group"], by: .difference, minimumCount: 1)
        return composite.example.difference.map { [Value(id, $0, result?.summary?.value)] } ?? []
      default: return []
      }
    }
  }

  private static func proportions(_ id: String, _ example: Example) -> [Value] {
    let result = found(id, example.rows)
    return example.proportions.sorted { $0.key < $1.key }.map { label, share in
      let row = result?.estimates.first { $0.group == [label] }
      let made = row?.numerator.flatMap { part in row?.denominator.map { part / $0 } }
      return Value("\(id), group \(label)", share.estimate ?? 0, made)
    }
  }

  private static func values(_ id: String, _ expected: [Label: Double], _ result: GroupResult?) -> [Value] {
    expected.sorted { $0.key < $1.key }.map { Value("\(id), group \($0.key)", $0.value, result?[$0.key]) }
  }

  /// - Parameter times: How often each row is repeated: of functions of counts none is made where a count is below ten.
  private static func found(_ id: String, _ rows: [Example.Row], times: Int = 1) -> GroupResult? {
    let rows = rows.map { Example.Row($0.group, $0.cell, $0.count * times) }
    return try? rates(rows).compare(id, across: ["group"])
  }

  private static func rates(_ rows: [Example.Row]) throws -> GroupRates {
    let people = rows.flatMap { Array(repeating: $0, count: $0.count) }
    return try GroupRates(
      decisions: people.map { $0.cell.isFavourable }, favourable: [true], outcomes: people.map { outcome($0.cell) },
      positive: [true], groups: ["group": people.map(\.group)], threads: 1)
  }

  private static func outcome(_ cell: DecisionCell) -> Bool? {
    switch cell {
    case .favourablePositive, .unfavourablePositive: true
    case .favourableNegative, .unfavourableNegative: false
    case .favourableMissing, .unfavourableMissing: nil
    }
  }

  private static var scores: [Value] {
    Catalogue.all.flatMap { metric -> [Value] in
      guard case .score(let score) = metric.kind, score.example.groups == ScoreExample.scores else { return [] }
      let people = score.example.groups.flatMap { group in
        group.scores.positives.each.map { (group.label, $0, true) }
          + group.scores.negatives.each.map { (group.label, $0, false) }
      }
      let rates = try? GroupRates(
        decisions: people.map { _ in true }, favourable: [true], outcomes: people.map(\.2), positive: [true],
        groups: ["group": people.map(\.0)], scores: people.map(\.1), threads: 1)
      return values(metric.card.id, score.example.values, try? rates?.compare(metric.card.id, across: ["group"]))
    }
  }

  private static var lists: [Value] {
    let tables = Dictionary(
      uniqueKeysWithValues: ListExample.rows.map { name, text in
        (name, text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) })
      })
    func column(_ table: String, _ number: Int) -> [String] { (tables[table] ?? []).map { $0[number] } }
    let lists = try? RecommendedLists(
      users: column("lists", 0), items: column("lists", 1), ranks: column("lists", 2).compactMap { Int($0) }, depth: 3,
      people: .init(column("users", 0), groups: ["group": column("users", 1)]),
      catalogue: .init(
        column("items", 0), groups: ["provider": column("items", 1)],
        popularity: column("items", 2).compactMap { Double($0) }),
      relevance: .init(users: column("relevant", 0), items: column("relevant", 1)),
      history: .init(users: column("history", 0), items: column("history", 1)), target: .catalogue, threads: 1)
    return Catalogue.all.flatMap { metric -> [Value] in
      let card = metric.card
      // An audit takes off the bias that the spread of means brings; the examples of these are without it.
      if card.id.hasPrefix("expected-exposure") { return [] }
      guard let example = (metric as? any ListMetric)?.example, let lists,
        lists.columns.roles.isSuperset(of: card.needs)
      else { return [] }
      if card.isOneNumber || example.values.keys.contains("") {
        let across = card.isOneNumber && card.side == .providers && card.needs.contains(.itemGroups) ? ["provider"] : []
        let result = try? lists.compare(card.id, across: across)
        return example.values[""].map { [Value(card.id, $0, result?.summary?.value)] } ?? []
      }
      let result = try? lists.compare(card.id, across: [card.side == .providers ? "provider" : "group"])
      return values(card.id, example.values, result)
    }
  }
}

extension ScoreRuns {
  /// Every score, as often as it occurs.
  fileprivate var each: [Double] {
    counts.isEmpty ? values : zip(values, counts).flatMap { Array(repeating: $0, count: Int($1)) }
  }
}
