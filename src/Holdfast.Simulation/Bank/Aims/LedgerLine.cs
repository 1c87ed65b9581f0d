namespace Holdfast.Simulation.Bank.Aims;

/// <summary>One requirement and the customers of the sample bank to whom it matters.</summary>
/// <param name="Id">Id of the requirement, such as M1.</param>
/// <param name="Whom">Who is counted.</param>
/// <param name="Count">How many of them there are.</param>
public sealed record LedgerLine(string Id, string Whom, int Count);
