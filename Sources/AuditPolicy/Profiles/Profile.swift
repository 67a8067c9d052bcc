package import AuditRecord

/// A rule or standard as a file of data: what it asks for, and the requirements and metrics that a plan gets by naming it.
package struct Profile: Sendable {
  /// What the record holds of it.
  package let regulation: Regulation
  /// Metrics that are computed where the plan declares their columns.
  package let metrics: [String]
  let document: PlanDocument

  /// Every profile, by id.
  package static let all: [Profile] = [
    PackageResources.dsa_recommender_yaml, PackageResources.eu_ai_act_yaml, PackageResources.four_fifths_yaml,
    PackageResources.iso_24027_yaml, PackageResources.nyc_ll144_yaml,
  ].map { bytes in
    // These are the program's own files, which tests read.
    do { return try Profile(bytes) } catch { preconditionFailure("\(error)") }
  }

  /// What plans may name.
  package static let ids: [String] = all.map(\.regulation.id)

  /// The profile that a plan calls so.
  package static func named(_ id: String) -> Profile? { all.first { $0.regulation.id == id } }

  /// Reads a profile.
  ///
  /// - Throws: What is wrong with the file.
  init(_ bytes: [UInt8]) throws(PlanErrors) {
    var document = try PlanDocument(bytes: bytes, file: "profile")
    document.check(document.root, fields: ProfileSchema.root, path: "")
    try document.stop()
    let root = document.root
    func text(_ key: String) -> String { root.member(key)?.written ?? "" }
    regulation = Regulation(
      id: text("id"), title: text("title"), instrument: text("instrument"), source: text("source"),
      effective: text("effective"), status: text("status"), read: text("read"), sha256: Digest(of: bytes).hex,
      note: text("note"), tables: root.member("tables")?.texts ?? [],
      demands: (root.member("demands")?.sequence ?? []).map(Profile.demand))
    metrics = root.member("metrics")?.texts ?? []
    self.document = document
  }

  private static func demand(_ node: YAMLNode) -> RegulationDemand {
    RegulationDemand(
      clause: node.member("clause")?.written ?? "", asks: node.member("asks")?.written ?? "",
      basis: node.member("basis")?.written ?? "", when: node.member("when")?.written,
      elsewhere: node.member("elsewhere")?.bool ?? false,
      needs: (node.member("needs")?.sequence ?? []).flatMap { need in
        (need.mapping ?? []).map { RegulationNeed(kind: $0.key.written ?? "", of: $0.value.written ?? "") }
      })
  }

  /// The ids of the requirements that a plan gets.
  package var requirementIDs: [String] {
    (document.root.member("requirements")?.sequence ?? []).compactMap { $0.member("id")?.written }
  }
}

/// What a profile's file holds.
enum ProfileSchema {
  static let root: [PlanField] = [
    .key("id", .text, required: true, "What plans call it."),
    .key("title", .text, required: true, "What it is called."),
    .key("instrument", .text, required: true, "Where its text stands."),
    .key("source", .text, required: true, "Where the text can be read."),
    .key("effective", .text, required: true, "The day from which it holds."),
    .key("status", .text, required: true, "Whether and for whom it is in force."),
    .key("read", .text, required: true, "The day on which these facts were read."),
    .key("note", .text, "What a reader must know."),
    .key("metrics", .list(.text, orSingle: false), "Metrics to compute."),
    .key("tables", .list(.text, orSingle: false), "Metrics that are printed as its tables."),
    .key("demands", .list(.mapping(demand), orSingle: false), required: true, "What it asks for."),
    .key("requirements", .list(.mapping(PlanSchema.requirement), orSingle: false), "Requirements that a plan gets."),
  ]

  private static let demand: [PlanField] = [
    .key("clause", .text, required: true, "Where it stands."),
    .key("asks", .text, required: true, "What is asked for."),
    .key("basis", .choice(["text", "secondary"]), required: true, "Whether the rule itself was read."),
    .key("when", .choice(["decisions", "scores"]), "The kind of data for which it is asked."),
    .key("elsewhere", .boolean, "True for what an audit of data cannot show."),
    .key(
      "needs", .list(.mapping(RegulationNeed.kinds.keys.sorted().map { .key($0, .text, "A need.") }), orSingle: false),
      "What a report must hold for it."),
  ]
}
