using Holdfast.Operations;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Workspaces;

public class WorkspaceFilesTests
{
    [Fact]
    public void What_a_file_leaves_out_takes_the_default_of_the_record()
    {
        using var folder = TestWorkspace.With(
            ("holdfast.yaml", TestWorkspace.Minimal + "\nhorizons:\n  gap_days: 3\n"), ("sources/customers.yaml", TestWorkspace.Source));
        var workspace = folder.Load().ForRun();
        Assert.Equal("USD", workspace.Business.Currency);
        Assert.Equal(["en"], workspace.Business.Languages);
        Assert.Equal(new Horizons { GapDays = 3 }, workspace.Business.Horizons);
        Assert.Equal(new ChurnDefinition { Kind = ChurnKind.Closed }, workspace.Business.Churn.Single());
        Assert.Equal(new Policy().ControlShare, workspace.Policy.ControlShare);
        Assert.Equal("customers", workspace.Sources.Single().Name);
        Assert.True(workspace.Sources.Single().Header);
    }

    [Fact]
    public void A_bare_text_in_a_mapping_is_a_column_and_a_map_says_more()
    {
        using var folder = TestWorkspace.With(("holdfast.yaml", TestWorkspace.Minimal), ("sources/a.yaml", """
            file: a.csv
            facts:
              - fact: spell
                columns:
                  party: customer
                  joined: {expression: "strptime(d, '%Y')", default: 2020-01-01}
            """));
        var columns = folder.Load().ForRun().Sources.Single().Facts.Single().Columns;
        Assert.Equal("customer", columns["party"].Column);
        Assert.Equal(("strptime(d, '%Y')", "2020-01-01"), (columns["joined"].Expression, columns["joined"].Default));
    }

    [Fact]
    public void Every_fault_of_every_file_is_told_at_once_with_its_place()
    {
        using var folder = TestWorkspace.With(
            ("holdfast.yaml", """
                name: Test
                curency: EUR
                time_zone: Europe/Warsow
                languages: [en, qq]
                churn:
                  - kind: silnet
                    days: 0
                  - kind: partial
                    balance_share: high
                horizons: 12
                reasons:
                  X: {name: Gone, kind: none}
                """),
            ("actions.yaml", """
                - id: call
                  name: Call
                  purpose: retain
                  from: 2026-02-30
                - id: call
                  name: Again
                  purpose: serve
                  from: 2026-03-01
                  until: 2026-03-01
                  channels: []
                - id: third
                  offer: {xx1: hello}
                """),
            ("segments.yaml", "- id: a\n  name: A\n  when: \"\"\n  strategy: defnd\n"),
            ("policies.yaml", "budget: 1\n"));
        string[] places = [.. folder.Load().Faults.Select(fault => $"{fault.File}:{fault.Line}:{fault.Column}")];
        Assert.Equal(
            [
                "actions.yaml:11:3", "actions.yaml:11:3",
                "holdfast.yaml:2:1", "holdfast.yaml:6:11", "holdfast.yaml:7:11", "holdfast.yaml:9:20", "holdfast.yaml:10:11",
                "policies.yaml:1:1", "segments.yaml:4:13",
            ],
            places);
    }

    [Fact]
    public void Files_of_the_right_shape_are_checked_for_what_they_mean()
    {
        using var folder = TestWorkspace.With(
            ("holdfast.yaml", """
                name: Test
                currency: UER
                time_zone: Europe/Warsow
                languages: [en, qq]
                churn:
                  - kind: closed
                  - kind: closed
                reasons:
                  X: {name: Gone, kind: none}
                records_since: 1 May
                accepted_mass_endings: [2026-05-01, 2026-13-01]
                """),
            ("actions.yaml", """
                - id: call
                  name: Call
                  purpose: retain
                  from: 2026-02-30
                - id: call
                  name: Again
                  purpose: serve
                  product: cards
                  from: 2026-03-01
                  until: 2026-03-01
                  channels: []
                """),
            ("sources/a.yaml", """
                file: a.csv
                snapshot: yesterday
                codes:
                  kinds: {P: person, C: firm}
                facts:
                  - fact: prty
                    columns: {party: id}
                  - fact: party
                    columns:
                      party: id
                      kind: {column: k, codes: kinds}
                      colour: c
                  - fact: agreement
                    columns:
                      party: id
                      agreement: {column: a, value: b}
                      product: {value: card}
                      state: {column: s, codes: states}
                """),
            ("policy.yaml", "off: [OneSalePerQuarter, OneSalePerQuater]\n"),
            ("segments.yaml", "- {id: rest, name: R, when: 'churn_probability > '}\n- id: a\n  name: A\n  when: value_dezile > 3 and has_produkt(\"x\")\n"),
            ("programmes.yaml", "onboarding:\n  - {id: a, name: A, day: 1, action: cal}\n"),
            ("words/en.yaml", "needs: {easy: make it easy}\nfailures:\n  - {says: too slow, need: eesy, reason: Y}\n"));
        var faults = folder.Load().Faults;
        string[] places = [.. faults.Select(fault => $"{fault.File}:{fault.Line}:{fault.Column}")];
        Assert.Equal(
            [
                "actions.yaml:4:9", "actions.yaml:5:7", "actions.yaml:8:12", "actions.yaml:10:10", "actions.yaml:11:13",
                "holdfast.yaml:2:11", "holdfast.yaml:3:12", "holdfast.yaml:4:17", "holdfast.yaml:7:5", "holdfast.yaml:9:25",
                "holdfast.yaml:10:16", "holdfast.yaml:11:37",
                "policy.yaml:1:26",
                "programmes.yaml:2:38",
                "segments.yaml:1:8", "segments.yaml:1:50", "segments.yaml:4:9",
                "sources/a.yaml:2:11", "sources/a.yaml:4:25", "sources/a.yaml:6:11", "sources/a.yaml:12:7",
                "sources/a.yaml:15:7", "sources/a.yaml:16:18", "sources/a.yaml:18:33",
                "words/en.yaml:3:28", "words/en.yaml:3:42",
            ],
            places);
        Assert.Contains("did you mean Europe/Warsaw", faults.Single(fault => fault.Line == 3 && fault.File == "holdfast.yaml").Allowed, StringComparison.Ordinal);
        Assert.Contains("'party' (did you mean it?)", faults.Single(fault => fault.Line == 6 && fault.File == "sources/a.yaml").Allowed, StringComparison.Ordinal);
        Assert.Contains("'card' (did you mean it?)", faults.Single(fault => fault.Line == 8 && fault.File == "actions.yaml").Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_key_is_told_with_the_nearest_one()
    {
        using var folder = TestWorkspace.With(("holdfast.yaml", TestWorkspace.Minimal + "\nhorizns: {}\n"), ("sources/customers.yaml", TestWorkspace.Source));
        var fault = Assert.Single(folder.Load().Faults);
        Assert.Equal(("holdfast.yaml", 4, 1, "the unknown key 'horizns'"), (fault.File, fault.Line, fault.Column, fault.Found));
        Assert.StartsWith("'horizons' (did you mean it?)", fault.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: A\n\tchurn: []\n", "2:1: found a tab in the indentation; allowed: spaces")]
    [InlineData("name: A\nname: B\nchurn: [{kind: closed}]\n", "2:1: found the key 'name' again (first in line 1); allowed: each key once in a map")]
    [InlineData("", "1:1: found no 'name'; allowed: name: text")]
    [InlineData("- a\n", "1:1: found a list; allowed: a map of name, ")]
    [InlineData("hello\n", "1:1: found 'hello'; allowed: a map of name, ")]
    [InlineData("name: &a A\nchurn: [{kind: closed}]\n", "1:7: found the anchor &a; allowed: plain values")]
    [InlineData("name: A\nchurn: [{kind: closed}]\n---\nname: B\n", "3:1: found a second document; allowed: one document")]
    [InlineData("name: 'A\nchurn: []\n", "found text that is not YAML (")]
    [InlineData("name: A\u0001\n", "1:8: found the control character U+0001; allowed: printable text")]
    [InlineData("name: A\nchurn: [{kind: closed, days: '30'}]\n", "2:30: found the quoted text '30'; allowed: a whole number from 1 to 3650")]
    [InlineData("name: A\nchurn: [{kind: closed, days: 99999999999}]\n", "2:30: found '99999999999'; allowed: a whole number from 1 to 3650")]
    [InlineData("name: A\nchurn: [{kind: closed, own_gap_quantile: .nan}]\n", "2:42: found '.nan'; allowed: a number from 0 to 1")]
    public void A_broken_file_says_what_is_wrong_and_where(string text, string expected)
    {
        using var folder = TestWorkspace.With(("holdfast.yaml", text), ("sources/customers.yaml", TestWorkspace.Source));
        Assert.Contains(folder.Faults(), fault => fault.StartsWith("holdfast.yaml:", StringComparison.Ordinal) && fault.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_told_with_their_place()
    {
        using var folder = TestWorkspace.With(("sources/customers.yaml", TestWorkspace.Source));
        folder.Write("holdfast.yaml", [.. "name: ok\ncurrency: "u8, 0xC4, 0xE8, 0x0A]);
        Assert.Equal("holdfast.yaml:2:11: found bytes that are not UTF-8; allowed: text in UTF-8; save the file with that encoding", folder.Faults().First());
    }

    [Fact]
    public void The_data_place_matters_only_to_a_run()
    {
        using var folder = TestWorkspace.With(("holdfast.yaml", TestWorkspace.Minimal), ("sources/customers.yaml", TestWorkspace.Source.Replace("data/", "${data}/", StringComparison.Ordinal)));
        var loaded = folder.Load();
        Assert.Empty(loaded.Faults);
        var refused = Assert.Throws<HoldfastException>(loaded.ForRun);
        Assert.Contains("sources/customers.yaml:1:7: found '${data}/customers.csv'", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(WorkspaceFiles.Load(folder.Root, folder.Root).ForRun());
    }

    [Fact]
    public void A_folder_without_a_workspace_says_so()
    {
        using var folder = new TestWorkspace();
        Assert.Equal("holdfast.yaml:1:1: found no such file; allowed: a workspace folder, as `holdfast init` makes it", Assert.Single(folder.Faults()));
    }
}
