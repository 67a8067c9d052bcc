// Measures how often verdicts and intervals are right when the truth is known, and prints docs/simulations.md.
//
//     swift run -c release _Simulations [runs] [rules-3 | changes | samples | counts | scores | controls | classes | monitoring]      the last prints its section alone

let runs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000

switch CommandLine.arguments.dropFirst(2).first {
case "rules-3": RulesThreeSimulation.printTables(runs: runs)
case "samples": SamplingSimulation.printTables(runs: runs)
case "counts": CountNumbersSimulation.printTables(runs: runs)
case "changes":
  ChangeSimulation.printTables(runs: runs)
  PairedChangeSimulation.printTables(runs: runs)
case "scores": ScoreSimulation.printTables(runs: runs)
case "controls": ControlsSimulation.printTables(runs: runs)
case "classes": ClassSimulation.printTables(runs: runs)
case "monitoring": MonitorSimulation.printTables(runs: runs)
default: printAll()
}

func printAll() {
  print(
    """
    # Simulations

    Written by `scripts/simulate-verdicts`: \(runs) runs a cell, seeded, so that every run of the script gives these numbers.
    "Expected" are the values that the procedures were designed with, from an independent implementation. With 10,000 runs the
    standard error is 0.2 points at 5 % and 0.5 at 50 %.

    """)
  FamilySimulation.printTables(runs: runs)
  WorstPairSimulation.printTables(runs: runs)
  PowerSimulation.printTable(runs: runs)
  RulesThreeSimulation.printTables(runs: runs)
  GuardEnumeration.printTable()
  ClusterSimulation.printTables(runs: runs)
  ClusterVerdictSimulation.printTables(runs: runs)
  ChangeSimulation.printTables(runs: runs)
  PairedChangeSimulation.printTables(runs: runs)
  CountNumbersSimulation.printTables(runs: runs)
  IdealEndSimulation.printTable(runs: runs)
  SamplingSimulation.printTables(runs: runs)
  ScoreSimulation.printTables(runs: runs)
  ControlsSimulation.printTables(runs: runs)
  ClassSimulation.printTables(runs: runs)
  MonitorSimulation.printTables(runs: runs)
}
