using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment;

namespace Holdfast.Operations.Segment;

/// <summary>Folds histories into customer states, for the stages that look at all customers.</summary>
static class CustomerFolding
{
    const int ProgressEvery = 1024;

    /// <summary>The state of everybody who ever was a customer and does not object to profiling, in the order of the histories.</summary>
    public static IReadOnlyList<CustomerState> States(RunContext run, CancellationToken cancel)
    {
        var states = new List<CustomerState>();
        foreach (var history in run.Profiled(cancel))
        {
            if (State(history, run.Workspace.Business, run.AsOf) is { } state) states.Add(state);
            if (states.Count % ProgressEvery == 0) cancel.ThrowIfCancellationRequested();
        }

        return states;
    }

    /// <summary>The state of one customer; null for a party that never was one.</summary>
    public static CustomerState? State(History history, Business business, Day asOf)
    {
        var lives = Lives.Of(history, business, asOf);
        return lives.Count == 0 ? null : CustomerStates.Of(history, business, lives[^1], asOf);
    }
}
