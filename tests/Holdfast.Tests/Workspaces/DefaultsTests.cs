using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Simulate;

namespace Holdfast.Tests.Workspaces;

public class DefaultsTests
{
    [Fact]
    public void What_a_request_leaves_out_takes_its_initialiser()
    {
        var type = SimulateJson.Default.SimulateBankRequest;
        var filled = Defaults.Fill(new JsonObject { [type.Properties.Single(property => property.Name.Equals("years", StringComparison.OrdinalIgnoreCase)).Name] = 2 }, type);
        Assert.Equal(new SimulateBankRequest { Years = 2 }, filled.Deserialize(type));
    }
}
