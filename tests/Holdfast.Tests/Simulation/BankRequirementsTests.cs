using System.Globalization;
using Holdfast.Simulation.Bank;

namespace Holdfast.Tests.Simulation;

public sealed class BankRequirementsTests
{
    /// <summary>Ids of the requirements by letter: how many there are.</summary>
    static readonly (string Letter, int Count)[] Ledger = [("M", 17), ("P", 7), ("S", 6), ("D", 15), ("A", 15), ("L", 4), ("N", 4), ("R", 6)];

    [Fact]
    public void Every_requirement_matters_to_two_hundred_customers_or_one_in_a_hundred()
    {
        Assert.Equal(Ledger.SelectMany(l => Enumerable.Range(1, l.Count).Select(i => l.Letter + i)), Census.Of.Lines.Select(l => l.Id));
        Assert.All(Census.Of.Lines, line => Assert.True(line.Count >= Math.Min(200, AimedBank.Customers / 100), $"{line.Id} matters to {line.Count}: {line.Whom}"));
    }

    /// <summary>With HOLDFAST_UPDATE=1 the table is written instead of compared.</summary>
    [Fact]
    public void The_document_tells_to_how_many_customers_each_requirement_matters()
    {
        var table = "| requirement | customers | who |\n|---|---|---|\n" + string.Concat(Census.Of.Lines.Select(l =>
            string.Create(CultureInfo.InvariantCulture, $"| {l.Id} | {l.Count:#,0} | {l.Whom} |\n")));
        GeneratedDocs.Write("sample-bank.md", "requirements", table);
        Assert.Equal(table, GeneratedDocs.Read("sample-bank.md", "requirements"));
    }

    [Fact]
    public void No_single_column_ranks_customers_as_their_true_risk_does()
    {
        var correlations = Census.Of.Columns.Correlations;
        Assert.True(correlations.Count > 120);
        Assert.DoesNotContain(correlations, c => Math.Abs(c.Value) > 0.6);
        var strongest = correlations.OrderByDescending(c => Math.Abs(c.Value)).Take(5)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"| {c.Key} | {c.Value:0.00} |\n"));
        var table = "| column | rank correlation with the true risk |\n|---|---|\n" + string.Concat(strongest);
        GeneratedDocs.Write("sample-bank.md", "columns", table);
        Assert.Equal(table, GeneratedDocs.Read("sample-bank.md", "columns"));
    }

    [Fact]
    public void Referrals_name_the_friend_who_joined()
    {
        var referred = 0;
        AimedBank.Some(2, 600, customer =>
        {
            foreach (var row in customer.Rows.Service.Where(s => s.Other is not null))
            {
                var friend = AimedBank.One(2, row.Other!.Value);
                Assert.Equal((Acquisition.Referral, row.Day), (friend.Traits.Acquisition, friend.Traits.Joined));
                Assert.True(customer.Traits.Joined < friend.Traits.Joined);
                referred++;
            }
        });
        Assert.InRange(referred, 8, 60);
    }

    [Fact]
    public void Who_objected_is_not_sold_to_any_more()
    {
        var objected = 0;
        AimedBank.Some(3, 600, customer =>
        {
            var contacts = customer.Rows.Contacts.Where(c => c.Approach.Drive != Drive.Inbound).ToList();
            var first = contacts.FindIndex(c => c.Approach.Objected);
            if (first < 0) return;
            objected++;
            Assert.DoesNotContain(contacts.Skip(first + 1), c => c.Approach.Drive is Drive.Everyday && c.Day > contacts[first].Day + 7);
        });
        Assert.InRange(objected, 20, 200);
    }
}
