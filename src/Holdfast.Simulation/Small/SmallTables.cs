using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>The files of a small world.</summary>
public enum SmallTable
{
    /// <summary>Who the customers are.</summary>
    Customers,

    /// <summary>What they do, and what happens to them.</summary>
    Activity,

    /// <summary>Contacts in both directions.</summary>
    Contacts,

    /// <summary>Answers to surveys.</summary>
    Surveys,

    /// <summary>Arms of experiments.</summary>
    Experiment,

    /// <summary>Contracts and subscriptions.</summary>
    Agreements,

    /// <summary>Monthly statements.</summary>
    Statements,

    /// <summary>Reasons for leaving.</summary>
    Exits,

    /// <summary>The people of a business customer.</summary>
    People,
}

/// <summary>Names, headers and ways of writing of a small world's files.</summary>
public static class SmallTables
{
    /// <summary>Name of a file without ending.</summary>
    public static string FileOf(SmallTable table) => table switch
    {
        SmallTable.Customers => "customers",
        SmallTable.Activity => "activity",
        SmallTable.Contacts => "contacts",
        SmallTable.Surveys => "surveys",
        SmallTable.Experiment => "experiment",
        SmallTable.Agreements => "agreements",
        SmallTable.Statements => "statements",
        SmallTable.Exits => "exits",
        _ => "people",
    };

    /// <summary>First line of a file.</summary>
    public static string HeaderOf(SmallTable table) => table switch
    {
        SmallTable.Customers => "customer,name,born,language,region,joined,left,acquired_by,phone,email",
        SmallTable.Activity => "customer,at,kind,channel,amount,quantity,by_customer,event",
        SmallTable.Contacts => "contact,customer,at,direction,channel,purpose,action,reached,outcome,cost,decision",
        SmallTable.Surveys => "customer,at,score,comment,language,survey",
        SmallTable.Experiment => "customer,at,experiment,arm,probability",
        SmallTable.Agreements => "agreement,customer,product,started,ended,reason,replaced_by,promotion_ends,term_ends,exit_fee,price,written_on",
        SmallTable.Statements => "customer,agreement,month,balance,limit,revenue,cost,arrears",
        SmallTable.Exits => "customer,left,reason,words",
        _ => "customer,since,name,role,email",
    };

    /// <summary>The line of an arm in an experiment of the loop.</summary>
    public static string Arm(string customer, Day day, string experiment, bool treated, double probability) =>
        Line(customer, day.ToString(), experiment, treated ? "treatment" : "control", probability.ToString(CultureInfo.InvariantCulture));

    internal static string Line(params ReadOnlySpan<string> values) => string.Join(',', values);

    internal static string Money(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    internal static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Moment(Day day, int second) =>
        string.Create(CultureInfo.InvariantCulture, $"{day} {second / 3_600:00}:{second / 60 % 60:00}:{second % 60:00}");
}
