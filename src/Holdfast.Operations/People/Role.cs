namespace Holdfast.Operations.People;

/// <summary>What a person is here to do; it decides which operations they may perform.</summary>
public enum Role
{
    /// <summary>Head of retention.</summary>
    Head,

    /// <summary>Analyst of customer relations.</summary>
    Analyst,

    /// <summary>Manager of campaigns.</summary>
    CampaignManager,

    /// <summary>Agent who speaks with customers.</summary>
    Agent,

    /// <summary>Manager who keeps a portfolio of customers.</summary>
    SuccessManager,

    /// <summary>Data scientist.</summary>
    DataScientist,

    /// <summary>Who connects other systems, or such a system itself.</summary>
    Integrator,

    /// <summary>Auditor: sees, changes nothing.</summary>
    Auditor,

    /// <summary>Administrator of people and machine; not by that of customers' data.</summary>
    Administrator,
}
