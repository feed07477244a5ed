using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataMesh.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void The_format_is_registered_beside_the_mesh_s_own_and_twice_is_once()
    {
        Builder builder = new();
        builder.AddArrowFiles(options => options.Compression = ArrowCompression.Zstd).AddArrowFiles();

        using ServiceProvider services = builder.Services.BuildServiceProvider();

        FileFormat format = services.GetRequiredKeyedService<FileFormat>(ArrowBuilderExtensions.ArrowFilesKey);
        Assert.Equal("arrow", Assert.IsType<ArrowFileFormat>(format).Name);
        Assert.Single(services.GetKeyedServices<FileFormat>(ArrowBuilderExtensions.ArrowFilesKey));
        Assert.Null(services.GetService<FileFormat>());
        Assert.Equal(ArrowCompression.Zstd, services.GetRequiredService<IOptions<ArrowFileOptions>>().Value.Compression);
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void An_impossible_budget_fails_at_the_start()
    {
        Builder builder = new();
        builder.AddArrowFiles(options => options.LargestBatchBytes = 0);
        using ServiceProvider services = builder.Services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("LargestBatchBytes", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ArrowFileFormat(new ArrowFileOptions { LargestBatchBytes = -1 }));
    }

    private sealed class Builder : IDataMeshBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
