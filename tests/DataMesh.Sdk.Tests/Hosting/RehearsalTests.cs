using DataMesh.Tests.Policies;

namespace DataMesh.Tests.Hosting;

public sealed class RehearsalTests
{
    [Fact]
    public async Task Whoever_opens_a_port_tells_the_table_format_to_get_ready()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        await using MeshRuntime runtime = new(bench.Services, []);
        MeshNode node = new(runtime, principal: null);

        await Assert.ThrowsAnyAsync<DataMeshException>(() => node.OpenAsync("absent/product/port", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(1, bench.Tables.Rehearsals);
    }

    [Fact]
    public void The_contract_that_is_read_to_be_ready_is_one() => Assert.Equal("id", Assert.Single(ContractRehearsal.Read().Schema.Properties).Name);
}
