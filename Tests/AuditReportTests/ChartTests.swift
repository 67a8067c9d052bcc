import AuditRecord
import Testing

@testable import AuditReport

@Suite struct ChartTests {
  private func forest(
    _ comparison: Comparison = .ratio, value: Double? = 0.7, _ lower: Double? = 0.6, _ upper: Double? = 0.9
  ) -> String {
    let row = ForestPlot.Row(
      label: "a", value: value,
      interval: value == nil
        ? nil : Interval(lower: lower, upper: upper, level: 0.95, method: MethodName(rawValue: "koopman")),
      note: value == nil ? "nobody in this group was in the data" : "0.700", mark: Mark(.notMet))
    return ForestPlot(
      comparison: comparison, axisLabel: "axis", isRate: comparison != .ratio, rows: [row]
    ).drawn(id: "f", title: "t", description: "d")
  }

  @Test func aRangeThatLeavesTheAxisEndsInAnArrow() {
    #expect(forest(.ratio, value: 0.7, 0, nil).split(separator: "stroke=\"none\"").count == 3)
    #expect(forest(.ratio, value: 0.7, 0.6, nil).split(separator: "stroke=\"none\"").count == 2)
    #expect(!forest().contains("stroke=\"none\""))
  }

  @Test func aRowWithoutANumberSaysWhy() {
    let svg = forest(value: nil)
    #expect(svg.contains(">nobody in this group was in the data</text>"))
    #expect(svg.contains("✕ Not met"))
  }

  @Test func equalHasADashedLine() {
    #expect(forest().contains("stroke-dasharray"))
    #expect(forest(.difference, value: 0.05, 0, 0.1).contains("stroke-dasharray"))
    #expect(!forest(.value).contains("stroke-dasharray"))
  }

  @Test(arguments: [(0.8, 1.0), (0.05, 0.1), (1.0, 20.0), (0.6, 0.75)]) func ratiosStandAtEqualFactors(
    _ low: Double, _ high: Double
  ) {
    let axis = Axis.ratios([low, high], keeping: [0.8])
    #expect(axis.domain.contains(1) && axis.domain.contains(0.8))
    #expect(abs(axis.place(1) - axis.place(0.9) - (axis.place(0.9) - axis.place(0.81))) < 1e-9 || low > 0.9)
    #expect(axis.ticks.contains { $0.value == 1 })
    #expect(high > 1 || low < 0.1 || axis.ticks.contains { $0.value == 0.8 })
    let places = axis.ticks.map { axis.place($0.value) }
    #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 > 0.11 })
  }

  @Test func ratesStartAtZero() {
    let axis = Axis.linear([0.4, 0.6], keeping: [], fromZero: true, asPercent: true)
    #expect(axis.domain.lowerBound == 0)
    #expect(axis.ticks.map(\.label).first == "0")
    #expect(axis.ticks.count > 2)
  }

  @Test func numbersThatAreAllEqualStillMakeAnAxis() {
    #expect(Axis.linear([0], keeping: [], fromZero: true, asPercent: true).domain.upperBound > 0)
    #expect(Axis.linear([], keeping: [], fromZero: false, asPercent: false).ticks.isEmpty == false)
    #expect(Axis.ratios([], keeping: []).ticks.contains { $0.label == "1" })
  }

  @Test(arguments: [
    ("African-American × Female", 22, "African-Amer… × Female"), ("short", 22, "short"), ("日本語テキスト", 8, "日本語…"),
    ("👩‍💻👩‍💻👩‍💻", 5, "👩‍💻👩‍💻…"),
  ])
  func labelsAreCutBetweenCharacters(_ label: String, _ width: Int, _ expected: String) {
    #expect(SVG.shortenedLabel(label, width: width) == expected)
  }

  private func lines(_ count: Int, band: LinePlot.Band? = nil) -> String {
    let values = (0..<count).map { [0.1, 0.2, Double($0 + 1) / Double(count + 1)] }
    return LinePlot(
      places: [1, 2, 3], ticks: [1, 3, 2].map { LinePlot.Tick(value: $0, label: "\(Int($0))") },
      axisLabel: "Up to rank",
      panels: [
        LinePlot.Panel(
          lines: values.enumerated().map { number, values in
            LinePlot.Line(
              label: "group \(number)", note: "\(number) %", values: values,
              against: [Double](repeating: 0.1 + Double(number) / 10, count: 3))
          }, band: band)
      ]
    ).drawn(id: "l", title: "t", description: "d")
  }

  @Test func everyLineIsNamedWhereItEnds() {
    let svg = lines(6)
    for number in 0..<6 { #expect(svg.contains(">group \(number)</text>") && svg.contains(">\(number) %</text>")) }
    #expect(svg.split(separator: "fill=\"none\"").count == 13, "a line and a dashed one each")
    #expect(svg.split(separator: "stroke-dasharray").count == 7)
    #expect(MarkupChecker(svg).problems == [])
    #expect(svg.contains("vector-effect=\"non-scaling-stroke\""))
  }

  @Test func whatAllLinesAreSetAgainstIsDrawnOnce() {
    let line = LinePlot.Line(label: "a", note: "", values: [0.1, 0.2], against: [0.3, 0.3])
    let svg = LinePlot(
      places: [1, 2], ticks: [], axisLabel: "", panels: [LinePlot.Panel(lines: [line, line, line])]
    ).drawn(id: "l", title: "t", description: "d")
    #expect(svg.split(separator: "stroke-dasharray").count == 2)
  }

  @Test func aBandStandsBehindItsLine() {
    let svg = lines(1, band: LinePlot.Band(lower: [0, 0.1, 0.2], upper: [0.9, 0.8, 0.7]))
    let area = svg.firstRange(of: SVG.Ink.band)
    let line = svg.firstRange(of: "fill=\"none\"")
    #expect(area != nil && line != nil && area!.lowerBound < line!.lowerBound)
    #expect(!lines(1).contains(SVG.Ink.band))
  }

  @Test(arguments: [
    ([10.0, 11, 12], [0.0, 20, 40]), ([10, 50, 90], [10, 50, 90]), ([100, 100], [80, 100]), ([0, 0, 90], [0, 20, 90]),
    ([40, 41], [30.5, 50.5]),
  ])
  func namesKeepApart(_ places: [Double], _ expected: [Double]) {
    #expect(LinePlot.apart(places, by: 20, within: 0...100) == expected)
  }

  @Test func aHeatmapPrintsEveryNumber() {
    let cell = Heatmap.Cell(value: 0.5, text: "50.0 %", note: "of 100", isUnreliable: false)
    let small = Heatmap.Cell(value: 1, text: "100.0 %", note: "of 2", isUnreliable: true)
    let svg = Heatmap(columns: ["x", "y", "z"], rows: [Heatmap.Row(label: "r", cells: [cell, small, nil])])
      .drawn(id: "h", title: "t", description: "d")
    #expect(svg.contains(">50.0 %</text>") && svg.contains(">100.0 %</text>") && svg.contains(">nobody</text>"))
    #expect(svg.split(separator: "url(#h-hatch)").count == 3)
    #expect(MarkupChecker(svg).problems == [])
  }
}
