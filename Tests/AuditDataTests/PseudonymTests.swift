import AuditRecord
import Foundation
import Testing

@testable import AuditData

/// Pseudonyms, against values that were made by another program: `Tests/Reference/privacy.py`.
struct PseudonymTests {
  private let key = PseudonymKey((0..<32).map { UInt8($0) })!

  @Test func knownPseudonyms() {
    #expect(key.id == "75f9c558")
    #expect(key.pseudonym(of: "u1", .person) == "p75f9c558.jl4p7l2ax6j5miii4w6rhafg2e")
    #expect(key.pseudonym(of: "u1", .person, epoch: "2026Q3") == "p75f9c558.tma4qfg3nn5dk34ninh5qzil4u")
    #expect(key.pseudonym(of: "u1", .item) == "p75f9c558.xiirg4euqtpicnnm3ltnysn4qa")
    #expect(key.pseudonym(of: "Zoë", .person) == "p75f9c558.hspk7soqoqxmfrz67arsudlbg4")
  }

  struct Known: Decodable {
    struct Pseudonym: Decodable {
      let id, domain, epoch, pseudonym: String
    }
    let pseudonyms: [Pseudonym]
    let link: [String: String]
  }

  @Test func pseudonymsOfAnotherProgram() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Reference/privacy.json")
    let known = try JSONDecoder().decode(Known.self, from: Data(contentsOf: path))
    #expect(known.pseudonyms.count == 30)
    let digest = try #require(known.link["digest"])
    #expect(key.link(to: digest) == known.link["link"])
    for one in known.pseudonyms {
      let domain = try #require(PseudonymDomain(rawValue: one.domain))
      #expect(key.pseudonym(of: one.id, domain, epoch: one.epoch) == one.pseudonym)
    }
  }

  @Test func aKeyFileIsReadBack() {
    #expect(key.file == Array("evenhand-key/1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n".utf8))
    #expect(PseudonymKey(file: key.file)?.id == key.id)
    let (one, other) = (PseudonymKey.random(), PseudonymKey.random())
    #expect(one.id != other.id && PseudonymKey(file: one.file)?.file == one.file)
  }

  /// A number and the one that stands for it lie in the same bin of every column of bins, or on the same side outside them all.
  @Test(
    arguments: [
      [[0, 25, 45, 120]], [[0, 30], [30, 60]], [[-5, 0, 5], [0.5, 2]], [[1e300, 1.5e300]], [[0, 1e-300, 1]],
    ] as [[[Double]]]) func representativesStayInTheirBin(_ columns: [[Double]]) throws
  {
    let unknown: [Label] = ["-1", "12.5", "121"]
    let edges: [Double] = columns.flatMap(\.self)
    let numbers: [Double] =
      edges.flatMap { edge -> [Double] in [edge, edge.nextUp, edge.nextDown, edge + 0.25, edge - 3] } + [12, 1e6, -1e6]
    let one = BinRepresentative(columns, unknown: unknown)
    for number in numbers where !unknown.contains(Label(Bins.text(number))) {
      let text = try #require(one.text(for: Bins.text(number)), "\(number)")
      let found = try #require(DecimalNumber.parse(text))
      #expect(!unknown.contains(Label(text)))
      for edges in columns { #expect(Bins(edges).code(of: number) == Bins(edges).code(of: found), "\(number) \(text)") }
    }
    #expect(one.text(for: "-1") == nil && one.text(for: "n/a") == nil)
  }

  /// Ages at an edge are not told apart from others of their bin.
  @Test func edgesWithinAreNotKept() {
    let one = BinRepresentative([[0, 30, 60, 90]], unknown: [])
    #expect(
      ["0", "29", "30", "31", "60", "89", "90"].map { one.text(for: $0) } == ["15", "15", "45", "45", "75", "75", "90"])
  }

  @Test(arguments: [
    "person00007", "asked by person00007.", "team-person00007", "person00007@x.org", "PERSON00007",
    "b\u{A0}person00007", "a_person00007",
  ]) func idsAreFoundWithinLabels(_ label: String) {
    #expect(IDWords.holds(Array(label.utf8)) { $0 == Array("person00007".utf8) })
    #expect(!IDWords.holds(Array(label.utf8)) { $0 == Array("person0000".utf8) })
  }

  /// What is read for a purpose that nobody has thought of leaves nothing: better no extract than an id as it stands.
  @Test func unknownPurposesAreRefused() {
    #expect(
      ExtractColumn.all([WantedColumn("a", "passport")], groups: [], unknown: [], further: []) == nil)
  }

  /// Every purpose that any reader names is known.
  @Test func everyPurposeIsKnown() {
    let decisions = DecisionColumns(
      subject: "a",
      labels: DecisionLabels(decision: "b", favourable: ["1"], outcome: "c", positive: ["1"], count: "d"),
      score: RowNumberColumn("e"), groups: [GroupColumn(name: "f")],
      within: [Stratifier(column: "g", justification: nil, approvedBy: nil)])
    #expect(ExtractColumn.all(decisions.wanted, groups: decisions.groups, unknown: [], further: [])?.count == 7)
  }
}
