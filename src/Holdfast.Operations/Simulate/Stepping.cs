using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Simulation;

namespace Holdfast.Operations.Simulate;

/// <summary>
/// Lives a world on. Nothing is carried from step to step but the log of contacts: every customer is lived anew from the seed, and what
/// became known in the new days is written. The world file is written last, so a step that died has not happened.
/// </summary>
sealed class Stepping(Workspace workspace, WorldFile file)
{
    readonly PlayedWorld _world = PlayedWorld.Of(file);
    readonly string _incoming = Path.Combine(workspace.Root, "data", "incoming");
    readonly string _truth = WorldFile.FolderOf(workspace.Root);
    readonly Dictionary<string, RetentionAction> _actions = workspace.Actions.ToDictionary(action => action.Id, StringComparer.Ordinal);

    /// <summary>Lives some days.</summary>
    public SimulateStepResult Step(int days, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var (from, until) = (file.LastTold + 1, file.LastTold + days);
        var plans = RunPlan.Between(workspace.Root, from, until);
        var before = StepLog.Read(_truth, file.LastTold);
        var minutes = new WorkingDays(workspace.Policy.StaffMinutes, file.Seed);
        var planned = minutes.Contacts(from, until, plans, before.Contacts.Select(c => c.Contact.Decision));
        var known = planned.Where(c => _world.IndexOf(c.Customer) is { } index && index >= 0 && index < _world.CountUntil(until)).ToList();
        var assigned = Assignments(from, plans, before.Assignments);
        var log = new StepLog([.. before.Contacts, .. known], [.. before.Assignments, .. assigned]);
        StepFiles.RemoveAfter(_incoming, file.LastTold);
        log.Write(_truth);
        var courses = Courses(log, until);
        var (results, files) = Tell(courses, assigned, until, progress, cancel);
        (file with { Until = until.ToString() }).Write(workspace.Root);
        var now = results.SelectMany(result => result.Outcomes).Where(outcome => outcome.Order.Day >= from).ToList();
        return new SimulateStepResult(
            from.ToString(), until.ToString(), [.. plans.Select(plan => plan.AsOf.ToString())], plans.Sum(plan => plan.Contacts.Count),
            plans.Sum(plan => plan.Decisions.Count(decision => decision.Arm == Arm.Control)),
            now.Count, now.Count(o => o.Reached), now.Count(o => o.Taken), now.Count(o => !o.PromiseKept), planned.Count - known.Count,
            files.Sum(one => one.Rows), files, Compare(courses, results, until, cancel));
    }

    List<Course> Courses(StepLog log, Day until)
    {
        var byCustomer = log.Contacts.ToLookup(c => c.Customer, c => c.Contact, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, _world.CountUntil(until)).Select(i => new Course(until, [.. byCustomer[_world.IdOf(i)]]))];
    }

    (IReadOnlyList<CourseResult> Results, IReadOnlyList<SimulatedFile> Files) Tell(
        List<Course> courses, IReadOnlyList<Assigned> assigned, Day until, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var unfinished = Path.Combine(_truth, "step.unfinished");
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        var (files, truth) = (Path.Combine(unfinished, "incoming"), Path.Combine(unfinished, "truth"));
        IReadOnlyList<CourseResult> results;
        IReadOnlyList<SimulatedFile> told;
        using (var writing = _world.Open(files, truth, new Telling(file.LastTold, until)))
        {
            results = WorldMaking.Write(writing, courses, progress, cancel);
            foreach (var one in assigned) writing.Assign(one);
            told = writing.Files;
        }

        StepFiles.MoveInto(_incoming, files);
        StepFiles.MoveInto(_truth, truth);
        Directory.Delete(unfinished, recursive: true);
        return (results, told);
    }

    // A customer keeps the arm of the first decision: the standing hold-out draws by customer, not by run.
    static List<Assigned> Assignments(Day from, IReadOnlyList<RunPlan> plans, IReadOnlyList<Assigned> before)
    {
        var known = before.Select(one => (one.Experiment, one.Customer)).ToHashSet();
        var assigned = new List<Assigned>();
        foreach (var plan in plans)
        {
            foreach (var decision in plan.Decisions.Where(decision => decision.Propensity < 1))
            {
                var experiment = "loop_" + decision.Action;
                if (!known.Add((experiment, decision.Customer))) continue;
                assigned.Add(new Assigned(plan.AsOf < from ? from : plan.AsOf, decision.Customer, experiment, decision.Arm == Arm.Treatment, decision.Propensity));
            }
        }

        return assigned;
    }

    TrueResult Compare(List<Course> courses, IReadOnlyList<CourseResult> results, Day until, CancellationToken cancel)
    {
        var contacted = Enumerable.Range(0, courses.Count).Where(i => courses[i].Contacts.Count > 0).ToArray();
        var without = new CourseResult[contacted.Length];
        Parallel.For(0, contacted.Length, new ParallelOptions { CancellationToken = cancel }, i =>
            without[i] = _world.Result(contacted[i], courses[contacted[i]].Uncontacted));
        var pairs = contacted.Zip(without, (index, other) => (With: results[index], Without: other)).ToList();
        return new TrueResult(
            (_world.LastMade + 1).ToString(), until.ToString(), results.Count(result => result.Stays), contacted.Length,
            pairs.Count(pair => pair.With.Stays && !pair.Without.Stays), pairs.Count(pair => !pair.With.Stays && pair.Without.Stays),
            pairs.Sum(pair => pair.With.Earned - pair.Without.Earned), pairs.Sum(pair => pair.With.Outcomes.Sum(Cost)), pairs.Sum(pair => pair.With.Worth - pair.Without.Worth));
    }

    double Cost(Outcome outcome) => !_actions.TryGetValue(outcome.Order.Action, out var action) ? 0
        : action.ContactCost + (double)action.StaffMinutes * workspace.Business.Costs.StaffMinute + (outcome is { Taken: true, PromiseKept: true } ? action.IncentiveCost : 0);
}
