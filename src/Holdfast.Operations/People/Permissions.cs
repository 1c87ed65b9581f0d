using static Holdfast.Operations.People.Role;

namespace Holdfast.Operations.People;

/// <summary>Who may do what. An operation without a row is nobody's, and a test fails.</summary>
public static class Permissions
{
    static readonly Role[] Everybody = Enum.GetValues<Role>();
    static readonly Role[] Readers = [Head, Analyst, CampaignManager, SuccessManager, DataScientist, Integrator, Auditor, Administrator];
    static readonly Role[] WhoKnowCustomers = [Head, Analyst, CampaignManager, Agent, SuccessManager, DataScientist, Auditor];
    static readonly Role[] MeetingCustomers = [Head, CampaignManager, Agent, SuccessManager];
    static readonly Role[] Studying = [Head, Analyst, CampaignManager, DataScientist];
    static readonly Role[] Operating = [DataScientist, Integrator, Administrator];
    static readonly Role[] BringingFiles = [Analyst, CampaignManager, DataScientist, Integrator];

    /// <summary>Seeing how others' jobs stand.</summary>
    public const string OthersJobs = "jobs/others";

    /// <summary>Cancelling others' jobs.</summary>
    public const string CancelOthersJobs = "jobs/cancel-others";

    static readonly Dictionary<string, Role[]> Rows = new(StringComparer.Ordinal)
    {
        ["init"] = [Administrator],
        ["check"] = Readers,
        ["run"] = [Head, CampaignManager, DataScientist, Integrator, Administrator],
        ["report"] = Readers,
        ["ingest/profile"] = BringingFiles,
        ["ingest/readiness"] = Readers,
        ["ingest/fact"] = Operating,
        ["simulate/bank"] = [DataScientist, Administrator],
        ["simulate/world"] = [DataScientist, Administrator],
        ["simulate/step"] = [DataScientist, Administrator],
        ["simulate/play"] = [DataScientist, Administrator],
        ["simulate/evaluate"] = [Head, Analyst, DataScientist, Auditor],
        ["predict/features"] = WhoKnowCustomers,
        ["predict/customer"] = WhoKnowCustomers,
        ["decide/explain"] = WhoKnowCustomers,
        ["store/check"] = [.. Operating, Auditor],
        ["store/compact"] = Operating,
        ["store/history"] = WhoKnowCustomers,
        ["privacy/erase"] = [Head, Administrator],
        ["store/export"] = [DataScientist, Integrator],
        ["privacy/export"] = [Head, Auditor],
        ["privacy/object"] = MeetingCustomers,
        ["audit/list"] = [Auditor, Administrator],
        ["audit/verify"] = [Auditor, Administrator],
        ["audit/checkpoint"] = [Auditor, Administrator],
        ["backup"] = [Administrator],
        ["restore"] = [Administrator],
        ["verify"] = [Administrator, Auditor],
        ["doctor"] = [Administrator, Integrator],
        ["jobs/list"] = Everybody,
        ["jobs/show"] = Everybody,
        ["jobs/cancel"] = Everybody,
        [OthersJobs] = [.. Operating, Auditor],
        [CancelOthersJobs] = Operating,
        ["study/km"] = Studying,
        ["study/nelson-aalen"] = Studying,
        ["study/logrank"] = Studying,
        ["study/rmst"] = Studying,
        ["study/cox"] = Studying,
        ["study/hazard"] = Studying,
        ["study/cumulative-incidence"] = Studying,
        ["study/concordance"] = Studying,
        ["study/sbg"] = Studying,
        ["study/bdw"] = Studying,
        ["study/bg-nbd"] = Studying,
        ["study/mbg-nbd"] = Studying,
        ["study/pareto-nbd"] = Studying,
        ["study/bg-bb"] = Studying,
        ["study/gamma-gamma"] = Studying,
        ["study/logistic"] = Studying,
        ["study/calibrate"] = Studying,
        ["study/metrics"] = Studying,
        ["study/uplift"] = Studying,
        ["study/off-policy"] = Studying,
        ["study/allocate"] = Studying,
        ["study/cuped"] = Studying,
        ["study/sequential"] = Studying,
        ["study/power"] = Studying,
        ["study/srm"] = Studying,
        ["study/kmeans"] = Studying,
        ["study/mixture"] = Studying,
        ["files/list"] = BringingFiles,
        ["files/fetch"] = BringingFiles,
        ["files/bring"] = BringingFiles,
        ["files/remove"] = BringingFiles,
        ["people/me"] = Everybody,
        ["people/list"] = [Administrator, Auditor],
        ["people/invite"] = [Administrator],
        ["people/change"] = [Administrator],
        ["people/keys"] = Everybody,
    };

    /// <summary>What every key is for, whatever else it was made for: to follow what it asked for itself.</summary>
    public static IReadOnlyCollection<string> OfEveryKey { get; } = ["jobs/list", "jobs/show", "jobs/cancel"];

    /// <summary>The paths there are rows for.</summary>
    public static IReadOnlyCollection<string> Paths => Rows.Keys;

    /// <summary>The roles of a path in words, for messages.</summary>
    public static string Words(string path) => Of(path) is { Count: > 0 } roles ? string.Join(", ", roles.Select(RoleWords.Of)) : "none";

    /// <summary>The roles that may perform what stands at a path; nobody where there is no row.</summary>
    public static IReadOnlyList<Role> Of(string path) => Rows.GetValueOrDefault(path) ?? [];
}
