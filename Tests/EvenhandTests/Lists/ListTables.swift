import Evenhand
import Foundation

/// Small tables of ranked lists, audited from files as a person would.
struct ListTables {
  /// The text of each file by its name.
  var files: [String: String] = [:]
  /// The part of the plan below `recommendations:`, indented by two.
  var plan: String
  /// The requirements, each a line of flow style.
  var requirements: [String] = []
  var threads = 2
  var memory = Audit.Options().memory
  var digests = true

  init(_ plan: String, files: [String: String] = [:], requirements: [String] = []) {
    (self.plan, self.files, self.requirements) = (plan, files, requirements)
  }

  var text: String {
    "audit: {title: Lists}\nrecommendations:\n" + plan
      + (requirements.isEmpty
        ? "\n" : "\nrequirements:\n" + requirements.map { "  - \($0)\n" }.joined())
  }

  func record() async throws -> Record {
    try await Support.inFolder { folder in
      for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
      var options = Audit.Options()
      (options.threads, options.memory, options.digestsInputs) = (threads, memory, digests)
      let plan = try PlanReader.read(Array(text.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      return try Audit.run(plan, folder: folder, options: options)
    }
  }

  /// One list of items of one letter each, in the order of `ranking`, of which the catalogue consists.
  static func single(_ ranking: String, depth: Int? = nil, attention: String = "logarithmic", target: String)
    -> ListTables
  {
    var (lists, table) = ("user,item,rank\n", "item,side\n")
    for (number, side) in ranking.enumerated() {
      lists += "u,i\(number),\(number + 1)\n"
      table += "i\(number),\(side)\n"
    }
    return ListTables(
      """
        source: lists.csv
        columns: {user: user, item: item, rank: rank}
        items: {source: items.csv, groups: [{column: side, target: \(target)}]}
        depth: \(depth ?? ranking.count)
        attention: \(attention)
      """, files: ["lists.csv": lists, "items.csv": table])
  }
}

extension Record {
  func number(_ metric: String) -> SummaryResult? { summary(metric, .value) }

  func estimates(_ metric: String, _ grouping: String) -> [Label: Estimate] {
    Dictionary(
      estimates.filter { $0.metric == metric && $0.grouping == [grouping] }.map { ($0.group[0], $0) }
    ) { first, _ in first }
  }
}
