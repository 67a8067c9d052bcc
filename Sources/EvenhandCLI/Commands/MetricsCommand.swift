import ArgumentParser
import Evenhand

struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Lists every metric.")

  @Option(help: "Write the whole catalogue as Markdown to this file.")
  var write: String?

  @Option(help: "Write what other tools print about decisions, and why, into this document.")
  var peers: String?

  @OptionGroup var talk: TalkOptions

  func run() throws {
    if let peers {
      let document: String
      do { document = String(decoding: try Files.read(peers, limit: 4 << 20), as: UTF8.self) } catch {
        throw UsageError("\(Quoted.text(peers)) cannot be read: \(error.reason)")
      }
      try Files.write(Array(PeerConvention.written(into: document).utf8), to: peers)
    } else if let write {
      try Files.write(Array(CatalogueDocument.markdown.utf8), to: write)
    } else {
      try Output.result(CatalogueDocument.list)
    }
  }
}
