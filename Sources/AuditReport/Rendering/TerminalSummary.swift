/// Text on its way to a terminal or a job's log.
public enum TerminalSummary {
  /// A line in which nothing can move a cursor, change a colour or reach a job's log as a command.
  public static func harmless(_ line: String) -> String { Escaping.terminal(line) }
}
