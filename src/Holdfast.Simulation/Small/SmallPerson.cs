using Holdfast.Numerics;
using Holdfast.Retention.Facts;
using static Holdfast.Simulation.Small.SmallTables;

namespace Holdfast.Simulation.Small;

/// <summary>Who a customer is, as the customer file tells it; a business customer has several people.</summary>
sealed record SmallPerson
{
    static readonly string[] Regions = ["north", "south", "east", "west"];
    static readonly string[] Channels = ["shop", "online", "referral"];
    static readonly string[] Names = ["Ana", "Bea", "Chen", "Daria", "Emin", "Farah", "Gor", "Hana", "Ivan", "Jun", "Kian", "Lusine"];
    static readonly string[] Roles = ["buyer", "administrator", "champion", "finance"];

    string _id = "", _file = "", _channel = "";
    Day _joined;
    IReadOnlyList<string> _people = [];

    /// <summary>Draws a person or a company with its people.</summary>
    public static SmallPerson Draw(SmallTrade trade, string id, Day joined, RandomStream luck)
    {
        var name = Names[luck.Index(Names.Length)] + (trade.Companies ? " Ltd" : "");
        var born = Day.From(1950, 1, 1) + luck.Index(19_000);
        var file = Line(id, name, trade.Companies ? "" : born.ToString(), "en", Regions[luck.Index(4)], joined.ToString());
        var people = new string[trade.Companies ? 1 + luck.Index(4) : 0];
        for (var i = 0; i < people.Length; i++)
            people[i] = Line(id, joined.ToString(), Names[luck.Index(Names.Length)], Roles[i], $"{Roles[i]}.{id.ToLowerInvariant()}@example.org");
        return new SmallPerson { _id = id, _file = file, _joined = joined, _people = people, _channel = Channels[luck.Index(3)] };
    }

    /// <summary>The rows: written down on joining, and once more on leaving.</summary>
    public IEnumerable<SmallRow> Rows(Day? left)
    {
        var row = new SmallRow(SmallTable.Customers, left ?? _joined, Line(
            _file, left?.ToString() ?? "", _channel, "+1555" + _id[1..], _id.ToLowerInvariant() + "@example.org"));
        return left is null ? _people.Select(person => new SmallRow(SmallTable.People, _joined, person)).Prepend(row) : [row];
    }
}
