import AuditData
import AuditMetrics
public import AuditPolicy
import AuditRecord

/// A plan as it lies on disk.
public struct PlanFile: Sendable {
  /// The plan.
  public let plan: Plan
  /// Its bytes.
  public let bytes: [UInt8]
  /// The folder that its relative paths start from.
  public let folder: String
  /// Where it lies.
  private let path: String

  /// Reads the plan at `path`, its names checked against the catalogue.
  ///
  /// - Throws: `PlanErrors` with every error that a person has to mend.
  public init(path: String) throws(PlanErrors) {
    let name = Path.lastComponent(path)
    do {
      bytes = try Files.read(path, limit: 4 << 20)
    } catch {
      throw PlanErrors.unreadable(name, because: error.reason)
    }
    plan = try PlanReader.read(bytes, file: name, catalogue: Catalogue.cards)
    folder = Path.folder(of: path)
    self.path = path
  }

  /// Every file that an audit by this plan reads.
  public var sources: [String] {
    let named = (plan.decisions?.source ?? []) + (plan.recommendations?.files ?? [])
    // One by one: a file may serve two tables, and one that is missing must not hide the others.
    let inputs = named.flatMap { (try? InputFile.resolve([$0], relativeTo: folder)) ?? [] }
    let artifact = plan.artifact.map { [Path.join(folder, $0)] } ?? []
    return [path] + inputs.filter { !$0.isStandardInput }.map(\.path) + artifact
  }

  /// The plan that a command uses: the named one, else `$EVENHAND_PLAN`, else the nearest `evenhand.yaml` upwards to the
  /// root of the repository.
  public static func discover(named: String?, environment: [String: String], from folder: String) -> String? {
    if let named { return named }
    if let variable = environment["EVENHAND_PLAN"], !variable.isEmpty { return variable }
    var current = folder
    while true {
      let candidate = current == "/" ? "/evenhand.yaml" : "\(current)/evenhand.yaml"
      if Files.exists(candidate) { return candidate }
      if current == "/" || Files.exists("\(current)/.git") { return nil }
      current = Path.folder(of: current)
    }
  }
}
