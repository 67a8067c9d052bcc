import AuditData
import AuditMetrics
import AuditNumerics
import AuditRecord
import AuditStatistics
import Foundation
import Testing
import _AuditTesting

/// The example's lists, read from files and taken in by everything that the catalogue has.
struct ListExampleReading: Sendable {
  let measures: ListMeasures
  let summary: ListSummary
  let reading: ListReading

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lists-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (table, text) in ListExample.rows {
      try text.write(to: folder.appendingPathComponent("\(table).csv"), atomically: true, encoding: .utf8)
    }
    func files(_ name: String) -> InputTable { InputTable([InputFile("\(folder.path)/\(name).csv")]) }
    var columns = ListColumns(
      lists: ListColumns.Lists(files("lists"), user: "user", item: "item", rank: "rank", engagement: "clicks"),
      users: ListColumns.Users(files("users"), id: "user", groups: [GroupColumn(name: "group")]),
      items: ListColumns.Items(
        files("items"), id: "item", groups: [ItemGroupColumn(GroupColumn(name: "provider"))],
        popularity: "popularity"),
      relevance: ListColumns.Relevance(files("relevant"), user: "user", item: "item"),
      history: ListColumns.History(files("history"), user: "user", item: "item"), depth: 3)
    columns.before = ListColumns.ComparedLists(files("before"), user: "user", item: "item", rank: "rank")
    columns.baseline = ListColumns.ComparedLists(files("baseline"), user: "user", item: "item", rank: "rank")
    let tables = try ListSource(columns: columns).tables()
    measures = ListMeasures(
      context: tables.context, metrics: Set(Catalogue.cards.filter { $0.side != .decisions }.map(\.id)),
      attention: .logarithmic, tail: 0.2,
      targets: [.catalogue], levels: SampledLevels(axis: 0, codes: [[0, 1]], kinds: 0))
    let (summary, reading) = try tables.lists(for: measures)
    (self.summary, self.reading) = (try #require(summary), reading)
  }

  var axis: ProviderAxis { measures.axes[0] }

  /// The values of a unit by group, and by the empty label for a number about everything.
  func values(_ unit: any ListMetric) -> [Label: Double?] {
    let groups: [Label] = ["a", "b"]
    let providers: [Label] = ["A", "B"]
    let means = summary.axes[0].sample.moments.means ?? []
    switch unit {
    case let metric as any ReceiverMetric:
      let number = measures.receiverMetrics.firstIndex { $0.card.id == metric.card.id }!
      return Dictionary(
        uniqueKeysWithValues: groups.enumerated().map { group, label in
          metric.card.measure == .proportion
            ? (label, summary.proportions[number][group].estimate)
            : (
              label,
              summary.receivers[number][group].sample.moments.means.flatMap { metric.function.value(at: $0) }
            )
        })
    case let metric as any ProviderMetric:
      return Dictionary(
        uniqueKeysWithValues: providers.enumerated().map { group, label in
          let value = metric.quotient(of: group, in: axis)?.function.value(at: means)
          return (
            label,
            value.map { metric.form == .logarithm ? log($0) : metric.form == .change ? $0 - 1 : $0 }
          )
        })
    case let metric as any CompositionMetric: return ["": metric.value(of: ChannelMeans(axis, means))]
    case let metric as any CatalogueMetric: return ["": metric.value(of: summary.totals)]
    case let metric as any ListAverageMetric:
      let number = measures.averages.firstIndex { $0.metric.card.id == metric.card.id }!
      return ["": summary.averages[number].sample.moments.means?[0]]
    case is RankedRepresentation:
      return Dictionary(
        uniqueKeysWithValues: providers.enumerated().map { ($1, summary.representation[0][$0].estimate) })
    case is ReceivedNothing:
      let codes = measures.receivers
      return Dictionary(
        uniqueKeysWithValues: groups.enumerated().map { group, label in
          let members = reading.lengths.indices.filter { codes.code(of: $0) == group }
          return (label, Double(members.count { reading.lengths[$0] == 0 }) / Double(members.count))
        })
    case let metric as CatalogueOverlap:
      return Dictionary(
        uniqueKeysWithValues: groups.enumerated().map { group, label in
          (label, metric.value(summary, groups: [group], depth: 3))
        })
    case is HistorySlope:
      let slopes = groups.enumerated().compactMap { group, label in
        WithinContextSlope(summary.mixes[group]).value.map { (label, $0) }
      }
      return Dictionary(uniqueKeysWithValues: slopes)
    case is GroupSeparation:
      let people = summary.levels[0].people
      var rows = PermutationWithin.FeatureRows(features: 2)
      for person in people { rows.add(person.mix.enumerated().map { (feature: $0.offset, value: $0.element) }) }
      let test = PermutationWithin(
        contexts: people.map(\.context), groups: people.map(\.group), groupCount: 2, features: rows)
      return ["": test?.largest?.value.magnitude]
    default: return [:]
    }
  }
}

@Suite("Examples of metrics of lists") struct ListExampleTests {
  static let reading = Result { try ListExampleReading() }

  @Test("worked out by hand", arguments: Catalogue.cards.filter { $0.side != .decisions }.map(\.id)) func example(
    id: String
  ) throws {
    let unit = try #require(Catalogue.metric(named: id) as? any ListMetric)
    let found = try Self.reading.get().values(unit)
    #expect(Set(found.keys) == Set(unit.example.values.keys))
    for (label, expected) in unit.example.values {
      let value = try #require(found[label] ?? nil, "\(id) \(label)")
      #expect(isClose(value, expected, within: 1e-12), "\(id) \(label)")
    }
  }
}
