import ArgumentParser
import Evenhand

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Makes and names the key from which pseudonyms are made.",
    discussion: """
      Keep the key apart from the data and from every bundle: whoever holds it can tell who a pseudonym stands for by \
      trying ids.
      """, subcommands: [New.self, Show.self, Link.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Writes a new key where nothing is yet, readable by its owner alone.")

    @Argument(help: "The file.", completion: .file())
    var file: String

    func run() throws {
      let key = try KeyFile.create(at: file)
      try Output.result(Escaping.terminal("\(file): key \(key.id)") + "\n")
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "id", abstract: "Prints which key a file holds, without the key.")

    @Argument(help: "The file.", completion: .file())
    var file: String

    func run() throws { try Output.result("\(try KeyFile.read(file).id)\n") }
  }

  struct Link: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "link", abstract: "Prints the link by which a public edition is tied to a record.",
      discussion: "A public edition made with the key prints the same link, and belongs to this record.")

    @Argument(help: "The file of the key.", completion: .file())
    var file: String

    @Argument(help: "record.json, or the folder that holds it.")
    var record: String

    func run() throws {
      let record = try RecordFile(path: record, options: .init(now: Moment(seconds: RunClock.clock)))
      try Output.result("\(try KeyFile.read(file).link(to: record.sealed.digest.hex))\n")
    }
  }
}
