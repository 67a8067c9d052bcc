import AuditData
import AuditRecord
import Testing

@Suite("Weights, strata and clusters") struct SamplingReadingTests {
  private func columns(
    _ sampling: SamplingColumns, subject: String? = nil, outcome: Bool = false
  ) -> DecisionColumns {
    var columns = DecisionColumns(
      subject: subject, decision: "d", favourable: ["yes"], groups: [GroupColumn(name: "g")])
    columns.sampling = sampling
    return columns
  }

  /// Nothing but what is said of rows depends on threads and blocks.
  private func tallies(_ text: String, _ columns: DecisionColumns) throws -> [DecisionTally] {
    try withFolder { folder in
      let path = "\(folder)/rows.csv"
      write(text.utf8, to: path)
      return try [(1, 1 << 18), (2, 256), (3, 4096)].map { threads, block in
        var options = SourceOptions()
        options.blockBytes = block
        let files = try InputFile.resolve([path], relativeTo: folder)
        return try DecisionSource(files: files, columns: columns, options: options).tally(threads: threads)
      }
    }
  }

  private func rows(_ count: Int, people: Int, weighted: Bool) -> String {
    var random = SplitMix(state: 11)
    var text = "id,d,g,r,w\n"
    for _ in 0..<count {
      let person = Int.random(in: 0..<people, using: &random)
      let weight = weighted ? Double.random(in: 0.001..<700, using: &random) : 1
      text +=
        "p\(person),\(["yes", "no", ""].randomElement(using: &random)!),\(["a", "b", ""].randomElement(using: &random)!),\(person % 3),\(weight)\n"
    }
    return text
  }

  @Test(
    "sums do not depend on who reads what",
    arguments: [
      (SamplingColumns(weight: "w"), nil), (SamplingColumns(), "id"), (SamplingColumns(weight: "w"), "id"),
      (SamplingColumns(weight: "w", stratum: "r"), nil),
      (SamplingColumns(weight: "w", stratum: "r", cluster: "id"), nil),
    ] as [(SamplingColumns, String?)])
  func sameSums(sampling: SamplingColumns, subject: String?) throws {
    let found = try tallies(
      rows(5_000, people: 900, weighted: sampling.weight != nil), columns(sampling, subject: subject))
    #expect(found[0].sampling != nil)
    for other in found.dropFirst() {
      #expect(other.sampling == found[0].sampling && other.reading.sampling == found[0].reading.sampling)
      #expect(other.counts == found[0].counts)
    }
    let description = try #require(found[0].reading.sampling)
    #expect(description.isClustered == (subject != nil || sampling.cluster != nil))
    #expect(description.rows == found[0].reading.rows.judged && description.strata == (sampling.stratum == nil ? 1 : 3))
  }

  /// Sums of squares and fourth powers, against sums of doubles.
  @Test func sums() throws {
    let weights: [Double] = [0.1, 0.2, 1e-9, 1e9, 3, 0.1, 7.25, 0.333]
    let text = "d,g,w\n" + weights.map { "yes,a,\($0)\n" }.joined()
    let sampling = try #require(try tallies(text, columns(SamplingColumns(weight: "w")))[0].sampling)
    let cell = Int(DecisionCell.favourableMissing.rawValue)
    func check(_ sum: Double, _ powers: [Double]) {
      let expected: Double = powers.reduce(0, +)
      #expect(abs(sum - expected) <= 1e-15 * expected)
    }
    let squares = weights.map { $0 * $0 }
    check(sampling.weights[cell], weights)
    check(sampling.squares[cell], squares)
    check(sampling.fourths[cell], squares.map { $0 * $0 })
  }

  /// Clusters that hold the same are one profile, and those of one row are there too.
  @Test func profiles() throws {
    let text = "id,d,g\n1,yes,a\n1,no,a\n2,no,a\n2,yes,a\n3,yes,b\n4,yes,a\n1,yes,a\n4,,a\n5,yes,b\n"
    let tally = try tallies(text, columns(SamplingColumns(), subject: "id"))[0]
    let clusters = try #require(tally.sampling?.clusters)
    #expect(clusters.clusters.reduce(0, +) == 5)
    // a favourable 2 + unfavourable 1; a 1 + 1; a favourable 1; b favourable 1, twice.
    #expect(clusters.count == 4 && clusters.clusters.sorted() == [1, 1, 1, 2])
    #expect(tally.reading.sampling?.largest == 3 && tally.reading.sampling?.units == 5)
    #expect(tally.reading.sampling?.isOfPeople == true)
  }

  /// One row a person, or weights that are all the same, change nothing.
  @Test func nothingToAllowFor() throws {
    let text = "id,d,g,w\n1,yes,a,2\n2,no,a,2\n3,yes,b,2\n"
    let plain = try tallies(text, columns(SamplingColumns(), subject: "id"))[0]
    #expect(plain.sampling == nil && plain.reading.sampling == nil)
    let weighted = try tallies(text, columns(SamplingColumns(weight: "w"), subject: "id"))[0]
    #expect(weighted.sampling == nil && weighted.reading.sampling?.changesNothing == true)
    // Somebody twice, but judged once.
    let twice = try tallies("id,d,g\n1,yes,a\n1,,a\n3,yes,b\n", columns(SamplingColumns(), subject: "id"))[0]
    #expect(twice.sampling == nil && twice.reading.sampling == nil)
  }

  @Test func rowsThatWeighNothingAreLeftOut() throws {
    let text = "d,g,w\nyes,a,1\nno,a,0\nno,b,2\nmaybe,c,0\nyes,b,0.0\n"
    let tally = try tallies(text, columns(SamplingColumns(weight: "w")))[0]
    #expect(tally.reading.rows.received == 5 && tally.reading.rows.judged == 2)
    #expect(tally.reading.rows.excluded == [Exclusion(reason: "zero-weight", rows: 3)])
    #expect(tally.counts.reduce(0, +) == 2)
  }

  @Test(arguments: [
    ("", "no weight", "bad-weight 3:7"), ("x", "not a number", "bad-weight 3:7"), ("-1", "below 0", "bad-weight 3:7"),
    ("nan", "not a number", "bad-weight 3:7"), ("\"1,5\"", "decimal comma", "bad-weight 3:7"),
    ("1e10", "between 1e-9 and 1e9", "bad-weight 3:7"), ("1e-10", "between 1e-9 and 1e9", "bad-weight 3:7"),
  ]) func badWeights(weight: String, words: String, place: String) throws {
    let error = try failure("d,g,r,w\nyes,a,n,1\nno,b,n,\(weight)\n", columns(SamplingColumns(weight: "w")))
    #expect(error.message.contains(words) && error.code == "bad-weight" && error.line == 3, "\(error)")
  }

  @Test func missingPlaces() throws {
    let stratum = try failure("d,g,r\nyes,a,n\nno,b,\n", columns(SamplingColumns(stratum: "r")))
    #expect(stratum.code == "missing-stratum" && stratum.line == 3)
    let cluster = try failure("d,g,c\nyes,a,n\nno,b,\n", columns(SamplingColumns(cluster: "c")))
    #expect(cluster.code == "missing-subject" && cluster.message.contains("cluster") && cluster.line == 3)
  }

  /// Ids that a spreadsheet has rounded become one wherever they stand.
  @Test func roundedIds() throws {
    let text =
      "id,d,g\n"
      + (0..<2_000).map { "\($0 % 2 == 0 ? "n\($0)" : $0 % 333 == 0 ? "1.23457E+15" : "m\($0)"),yes,a\n" }.joined()
    let error = #expect(throws: ReadError.self) { try tallies(text, columns(SamplingColumns(), subject: "id")) }
    #expect(error?.code == "repeated-subject" && error?.message.contains("rounded") == true)
  }
}
