using System.Reflection;
using Holdfast.Store.Records;
using Xunit.Sdk;

namespace Holdfast.Tests.Store.Records;

/// <summary>Runs a theory on SQLite. Every test of records carries this and <see cref="OnPostgreSqlAttribute"/>.</summary>
sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Dialect.Sqlite]];
}

/// <summary>Runs a theory on a real PostgreSQL; where there is none, this part is skipped and says so.</summary>
sealed class OnPostgreSqlAttribute : DataAttribute
{
    public OnPostgreSqlAttribute() => Skip = PostgresCluster.Absent;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Dialect.PostgreSql]];
}
